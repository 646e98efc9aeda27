/** A list of commands: arrow keys, Home and End, first letters, Enter. */
import { Check, type LucideIcon } from "lucide-react";
import type { KeyboardEvent, ReactNode } from "react";
import { classes } from "@/lib/classes";
import { Kbd } from "./atoms";
import styles from "./Menu.module.css";
import { Popover } from "./overlay";

export interface MenuItem {
  key: string;
  label: string;
  icon?: LucideIcon;
  hint?: string;
  /** A sentence below the label, e.g. why it cannot be chosen. */
  note?: string | undefined;
  danger?: boolean;
  checked?: boolean;
  disabled?: boolean;
  onSelect: () => void;
}
export type MenuEntry = MenuItem | { key: string; heading: string } | { key: string; separator: true };

export function MenuList({ entries, onDone }: { entries: readonly MenuEntry[]; onDone: () => void }) {
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const items = [...event.currentTarget.querySelectorAll<HTMLButtonElement>("button:not(:disabled)")];
    const at = items.indexOf(document.activeElement as HTMLButtonElement);
    const go = (index: number) => {
      event.preventDefault();
      items[(index + items.length) % items.length]?.focus();
    };
    if (event.key === "ArrowDown") go(at + 1);
    else if (event.key === "ArrowUp") go(at - 1);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(items.length - 1);
    else if (event.key.length === 1 && event.key !== " ") {
      const later = [...items.slice(at + 1), ...items.slice(0, at + 1)];
      later.find((item) => item.textContent?.toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
    }
  };
  return (
    <div className={styles.menu} onKeyDown={move}>
      {entries.map((entry) => {
        if ("separator" in entry) return <hr key={entry.key} className={styles.separator} />;
        if ("heading" in entry)
          return (
            <div key={entry.key} className={styles.heading} role="presentation">
              {entry.heading}
            </div>
          );
        const { icon: Icon } = entry;
        return (
          <button
            key={entry.key}
            type="button"
            role={entry.checked === undefined ? "menuitem" : "menuitemradio"}
            aria-checked={entry.checked}
            disabled={entry.disabled}
            className={classes(styles.item, entry.danger && styles.danger)}
            onClick={() => {
              onDone();
              entry.onSelect();
            }}
          >
            {Icon && <Icon size={15} strokeWidth={1.7} aria-hidden />}
            <span className={entry.note ? "grow" : "grow ellipsis"}>
              {entry.label}
              {entry.note && <small className={styles.note}>{entry.note}</small>}
            </span>
            {entry.hint && <Kbd>{entry.hint}</Kbd>}
            {entry.checked && <Check size={15} aria-hidden />}
          </button>
        );
      })}
    </div>
  );
}

type TriggerProps = Parameters<Parameters<typeof Popover>[0]["trigger"]>[0];

export function Menu({
  label,
  entries,
  trigger,
  align,
}: {
  label: string;
  entries: readonly MenuEntry[];
  trigger: (props: TriggerProps) => ReactNode;
  align?: "start" | "end";
}) {
  return (
    <Popover label={label} role="menu" align={align} trigger={trigger}>
      {(close) => <MenuList entries={entries} onDone={close} />}
    </Popover>
  );
}
