/** A modal window: centred, from the top, at the side; always a bottom sheet on a phone. */
import { X } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { classes } from "@/lib/classes";
import { Button } from "./Button";
import { OverlayRoot } from "./overlay";
import styles from "./overlay.module.css";
import { ui } from "./strings";

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
  footer?: ReactNode;
  /** centre: a window; top: one that keeps its upper edge; side: a panel at the right. All are bottom sheets on a phone. */
  place?: "centre" | "side" | "top";
  width?: number;
  bare?: boolean;
}

export function Dialog({
  title,
  onClose,
  children,
  footer,
  place = "centre",
  width = 560,
  bare = false,
}: DialogProps) {
  const t = ui.useText();
  const [node, setNode] = useState<HTMLDialogElement | null>(null);
  const heading = useId();
  const close = useRef(onClose);
  close.current = onClose;
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (!node) return;
    const before = document.activeElement as HTMLElement | null;
    node.showModal?.();
    setOpen(true);
    return () => {
      node.close?.();
      before?.focus?.({ preventScroll: true });
    };
  }, [node]);
  // The content is drawn once the window is open, so that what wants focus can take it.
  useEffect(() => {
    if (open) node?.querySelector<HTMLElement>("[data-autofocus]")?.focus();
  }, [open, node]);
  return createPortal(
    <dialog
      ref={setNode}
      aria-labelledby={bare ? undefined : heading}
      aria-label={bare ? title : undefined}
      className={classes(styles.dialog, place !== "centre" && styles[place])}
      style={{ width: `min(${width}px, 100vw)` }}
      onKeyDownCapture={(event) => {
        // Escape closes what antd unfolded in the window, not the window with it.
        const unfolded = ":is(.ant-select-dropdown,.ant-picker-dropdown):not([class*=-hidden])";
        if (event.key === "Escape" && node?.querySelector(unfolded)) event.preventDefault();
      }}
      onCancel={(event) => {
        event.preventDefault();
        close.current();
      }}
      onClick={(event) => {
        if (event.target === node) close.current();
      }}
    >
      <OverlayRoot value={node}>
        <div className={styles.window}>
          {!bare && (
            <header className={styles.head}>
              <h2 id={heading}>{title}</h2>
              <Button variant="ghost" size="small" icon={X} label={t("close")} onClick={onClose} />
            </header>
          )}
          <div className={classes(styles.body, bare && styles.bare, "scroll")}>{open && children}</div>
          {footer && <footer className={styles.foot}>{footer}</footer>}
        </div>
      </OverlayRoot>
    </dialog>,
    document.body,
  );
}
