/** A short list of fixed choices: the browser's own select, dressed as the other inputs. */
import { ChevronDown } from "lucide-react";
import { classes } from "@/lib/classes";
import { controlClass } from "./Field";
import styles from "./Select.module.css";

interface SelectProps<V extends string> {
  label: string;
  value: V;
  options: readonly { value: V; label: string }[];
  onChange: (value: V) => void;
  small?: boolean;
  id?: string;
}

export function Select<V extends string>({ label, value, options, onChange, small, id }: SelectProps<V>) {
  return (
    <span className={classes(styles.wrap, small && styles.small)}>
      <select
        id={id}
        aria-label={id ? undefined : label}
        className={classes(controlClass, styles.select)}
        value={value}
        onChange={(event) => onChange(event.target.value as V)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown size={14} aria-hidden />
    </span>
  );
}
