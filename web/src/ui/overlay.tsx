/**
 * What floats beside the element it belongs to; a bottom sheet on a phone. A dialog lives in the browser's top layer,
 * so whatever floats inside one must be drawn inside it too: OverlayRoot tells it where.
 */
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { createPortal } from "react-dom";
import { classes } from "@/lib/classes";
import { usePhone } from "@/lib/media";
import styles from "./overlay.module.css";

export const OverlayRoot = createContext<HTMLElement | null>(null);

export function useOverlayRoot(): HTMLElement {
  return useContext(OverlayRoot) ?? document.body;
}

const FOCUSABLE =
  "a[href],button:not(:disabled),input:not(:disabled),textarea:not(:disabled),select:not(:disabled),[tabindex]:not([tabindex='-1'])";

function focusables(root: HTMLElement): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((node) => node.offsetParent !== null);
}

interface FloatingProps {
  anchor: HTMLElement | null;
  onClose: () => void;
  /** Escape, where it means something else than leaving by a press outside: an editor gives up instead of saving. */
  onEscape?: () => void;
  children: ReactNode;
  label: string;
  align?: "start" | "end";
  /** Match the anchor's width at least. */
  stretch?: boolean;
  role?: "dialog" | "menu" | "presentation";
  className?: string;
  /** Cover the anchor instead of hanging below it, as a cell editor does. */
  cover?: boolean;
}

export function Floating({
  anchor,
  onClose,
  onEscape,
  children,
  label,
  align = "start",
  stretch,
  role = "dialog",
  className,
  cover,
}: FloatingProps) {
  const root = useOverlayRoot();
  const phone = usePhone() && !cover;
  const panel = useRef<HTMLDivElement>(null);
  const inside = useRef<Event | null>(null);
  const [place, setPlace] = useState<{
    left: number;
    top: number;
    maxHeight: number;
    minWidth: number;
  } | null>(null);

  useLayoutEffect(() => {
    const node = panel.current;
    if (!node || !anchor || phone) return;
    const update = () => {
      const box = anchor.getBoundingClientRect();
      const { offsetWidth: width, scrollHeight: height } = node;
      const below = window.innerHeight - box.bottom - 12;
      const above = box.top - 12;
      const up = !cover && below < Math.min(height, 260) && above > below;
      const maxHeight = cover ? window.innerHeight - box.top - 12 : Math.max(160, up ? above : below);
      const wanted = align === "end" ? box.right - width : box.left;
      setPlace({
        left: Math.max(8, Math.min(wanted, window.innerWidth - width - 8)),
        top: cover ? box.top : up ? box.top - Math.min(height, maxHeight) - 6 : box.bottom + 6,
        maxHeight,
        minWidth: stretch || cover ? box.width : 0,
      });
    };
    update();
    const observer = new ResizeObserver(update);
    observer.observe(node);
    window.addEventListener("resize", update);
    window.addEventListener("scroll", update, true);
    return () => {
      observer.disconnect();
      window.removeEventListener("resize", update);
      window.removeEventListener("scroll", update, true);
    };
  }, [anchor, align, stretch, cover, phone]);

  const close = useRef(onClose);
  close.current = onClose;
  // What is not placed yet is hidden, and what is hidden cannot take focus.
  const ready = phone || place !== null;
  useEffect(() => {
    if (!ready) return;
    const before = document.activeElement as HTMLElement | null;
    const node = panel.current;
    const first =
      node?.querySelector<HTMLElement>("[data-autofocus]") ?? (node && focusables(node)[0]) ?? node;
    first?.focus({ preventScroll: true });
    // React bubbles a press through portals, so `inside` is set for whatever floats out of this panel as well.
    const outside = (event: Event) => {
      if (inside.current === event || anchor?.contains(event.target as Node)) return;
      close.current();
    };
    document.addEventListener("pointerdown", outside);
    return () => {
      document.removeEventListener("pointerdown", outside);
      const active = document.activeElement;
      if (!active || active === document.body || node?.contains(active))
        (anchor?.isConnected ? anchor : before)?.focus({ preventScroll: true });
    };
  }, [anchor, ready]);

  return createPortal(
    <>
      {phone && <div className={styles.veil} aria-hidden />}
      <div
        ref={panel}
        role={role}
        aria-label={label}
        tabIndex={-1}
        data-overlay=""
        className={classes(styles.floating, phone && styles.sheet, "scroll", className)}
        style={phone ? undefined : place ? { ...place } : { visibility: "hidden", left: 0, top: 0 }}
        onPointerDownCapture={(event) => {
          inside.current = event.nativeEvent;
        }}
        onKeyDown={(event) => {
          if (event.key === "Escape") {
            event.stopPropagation();
            event.preventDefault();
            (onEscape ?? onClose)();
          }
          if (event.key === "Tab" && panel.current) cycle(event, panel.current);
        }}
      >
        {phone && <div className={styles.handle} aria-hidden />}
        {children}
      </div>
    </>,
    root,
  );
}

function cycle(event: React.KeyboardEvent, root: HTMLElement): void {
  const all = focusables(root);
  const edge = event.shiftKey ? all[0] : all.at(-1);
  if (edge && document.activeElement === edge) {
    event.preventDefault();
    (event.shiftKey ? all.at(-1) : all[0])?.focus();
  }
}

interface PopoverProps extends Omit<FloatingProps, "anchor" | "onClose" | "children"> {
  trigger: (props: {
    ref: (node: HTMLElement | null) => void;
    onClick: () => void;
    "aria-expanded": boolean;
    "aria-haspopup": "dialog" | "menu";
  }) => ReactNode;
  children: (close: () => void) => ReactNode;
  onOpenChange?: (open: boolean) => void;
}

/** A trigger and what it opens. */
export function Popover({ trigger, children, onOpenChange, ...floating }: PopoverProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [open, setOpen] = useState(false);
  const change = (next: boolean) => {
    setOpen(next);
    onOpenChange?.(next);
  };
  return (
    <>
      {trigger({
        ref: setAnchor,
        onClick: () => change(!open),
        "aria-expanded": open,
        "aria-haspopup": floating.role === "menu" ? "menu" : "dialog",
      })}
      {open && (
        <Floating anchor={anchor} onClose={() => change(false)} {...floating}>
          {children(() => change(false))}
        </Floating>
      )}
    </>
  );
}
