/** One figure with its name and what it is compared with; a row of them keeps one height. */
import type { ReactNode } from "react";
import { classes } from "@/lib/classes";
import { Card } from "./atoms";
import styles from "./Stat.module.css";

interface StatProps {
  label: ReactNode;
  value: ReactNode;
  note?: ReactNode;
  tone?: "good" | "warn" | "danger";
}

export function Stat({ label, value, note, tone }: StatProps) {
  return (
    <Card className={styles.stat}>
      <div className={styles.label}>{label}</div>
      <div className={styles.value}>{value}</div>
      {note !== undefined && <div className={classes(styles.note, tone && styles[tone])}>{note}</div>}
    </Card>
  );
}

export function StatRow({ children }: { children: ReactNode }) {
  return <div className={styles.row}>{children}</div>;
}

/** Figures beside one another inside a card that has its own title. */
export function Figure({ label, value, note, tone }: StatProps) {
  return (
    <div>
      <div className={styles.label}>{label}</div>
      <div className={classes(styles.value, tone && styles[tone])}>{value}</div>
      {note !== undefined && <div className={styles.note}>{note}</div>}
    </div>
  );
}
