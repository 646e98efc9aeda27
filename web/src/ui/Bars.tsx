/** Named quantities as horizontal bars against the longest, e.g. a funnel. The number is text, so nothing hides in ink. */
import type { ReactNode } from "react";
import { classes } from "@/lib/classes";
import styles from "./Bars.module.css";

export interface Bar {
  key: string;
  label: ReactNode;
  value: number;
  /** The value as the reader writes it. */
  text: string;
  hint?: string;
}

interface BarsProps {
  bars: readonly Bar[];
  /** What full width stands for; the longest bar by default. */
  full?: number;
  /** Width of the names in pixels. */
  labels?: number;
}

export function Bars({ bars, full, labels = 96 }: BarsProps) {
  const hinted = bars.some((bar) => bar.hint);
  const most = full ?? Math.max(...bars.map((bar) => bar.value), 1);
  return (
    <ul className={styles.bars}>
      {bars.map((bar) => (
        <li key={bar.key} style={{ gridTemplateColumns: `${labels}px 1fr auto` }}>
          <span className="secondary ellipsis">{bar.label}</span>
          <span className={styles.track} aria-hidden>
            <i
              data-none={bar.value <= 0 || undefined}
              style={{ width: `${most ? Math.min(100, (bar.value / most) * 100) : 0}%` }}
            />
          </span>
          <span className={classes(styles.number, hinted && styles.hinted)} title={bar.hint}>
            <b>{bar.text}</b>
            {hinted && <small>{bar.hint}</small>}
          </span>
        </li>
      ))}
    </ul>
  );
}
