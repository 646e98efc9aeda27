/** A yes or no with a sentence about what it means. */
import { useId } from "react";
import { Checkbox } from "@/ui/atoms";
import styles from "./sso.module.css";

interface ChoiceProps {
  label: string;
  help?: string;
  error?: string | undefined;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

export function Choice({ label, help, error, checked, onChange }: ChoiceProps) {
  const id = useId();
  const note = error ?? help;
  return (
    <label className={styles.choice}>
      <Checkbox
        checked={checked}
        aria-describedby={note ? id : undefined}
        aria-invalid={error ? true : undefined}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>
        <b>{label}</b>
        {note && (
          <span id={id} className={error ? styles.wrong : "secondary"}>
            {note}
          </span>
        )}
      </span>
    </label>
  );
}
