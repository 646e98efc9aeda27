/** Panes that share one place on a page. */
import type { ReactNode } from "react";
import { classes } from "@/lib/classes";
import styles from "./Tabs.module.css";

interface TabsProps<V extends string> {
  label: string;
  value: V;
  tabs: readonly { value: V; label: ReactNode }[];
  onChange: (value: V) => void;
  id: string;
}

/** Give the pane `id={`${id}-pane`}` and role="tabpanel". */
export function Tabs<V extends string>({ label, value, tabs, onChange, id }: TabsProps<V>) {
  const move = (step: number) => {
    const at = tabs.findIndex((tab) => tab.value === value);
    const next = tabs[(at + step + tabs.length) % tabs.length];
    if (!next) return;
    onChange(next.value);
    document.getElementById(`${id}-${next.value}`)?.focus();
  };
  return (
    <div role="tablist" aria-label={label} className={styles.tabs}>
      {tabs.map((tab) => (
        <button
          key={tab.value}
          id={`${id}-${tab.value}`}
          type="button"
          role="tab"
          aria-selected={tab.value === value}
          aria-controls={`${id}-pane`}
          tabIndex={tab.value === value ? 0 : -1}
          className={classes(styles.tab, tab.value === value && styles.on)}
          onClick={() => onChange(tab.value)}
          onKeyDown={(event) => {
            if (event.key === "ArrowRight") move(1);
            if (event.key === "ArrowLeft") move(-1);
          }}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}
