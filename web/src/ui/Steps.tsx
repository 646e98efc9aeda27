/** Where one is on a way of a few steps; finished steps can be gone back to. */
import { Check } from "lucide-react";
import { classes } from "@/lib/classes";
import styles from "./Steps.module.css";

export interface Step<V extends string> {
  value: V;
  label: string;
}

interface StepsProps<V extends string> {
  label: string;
  steps: readonly Step<V>[];
  at: V;
  /** Steps one may jump to. */
  open: (value: V) => boolean;
  onGo: (value: V) => void;
}

export function Steps<V extends string>({ label, steps, at, open, onGo }: StepsProps<V>) {
  const now = steps.findIndex((step) => step.value === at);
  return (
    <ol className={styles.steps} aria-label={label}>
      {steps.map((step, index) => (
        <li key={step.value} className={classes(index < now && styles.done, index === now && styles.now)}>
          <button
            type="button"
            disabled={index === now || !open(step.value)}
            aria-current={index === now ? "step" : undefined}
            onClick={() => onGo(step.value)}
          >
            <span className={styles.mark} aria-hidden>
              {index < now ? <Check size={12} strokeWidth={2.4} /> : index + 1}
            </span>
            <span className={styles.text}>{step.label}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}
