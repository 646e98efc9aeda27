/** A label, its control and what is wrong with it; and the plain text inputs every form shares. */
import {
  type InputHTMLAttributes,
  type ReactNode,
  type Ref,
  type TextareaHTMLAttributes,
  useId,
} from "react";
import { classes } from "@/lib/classes";
import styles from "./Field.module.css";

interface FieldProps {
  label: string;
  required?: boolean;
  help?: string;
  error?: string;
  /** Receives the ids to put on the control. */
  children: (ids: { id: string; "aria-describedby"?: string; "aria-invalid"?: true }) => ReactNode;
}

export function Field({ label, required, help, error, children }: FieldProps) {
  const id = useId();
  const note = error ?? help;
  return (
    <div className={styles.field}>
      <label htmlFor={id}>
        {label}
        {required && (
          <span className={styles.required} aria-hidden>
            *
          </span>
        )}
      </label>
      {children({
        id,
        ...(note ? { "aria-describedby": `${id}-note` } : {}),
        ...(error ? { "aria-invalid": true } : {}),
      })}
      {note && (
        <p id={`${id}-note`} className={error ? styles.error : styles.help}>
          {note}
        </p>
      )}
    </div>
  );
}

export function TextInput({
  className,
  ref,
  ...rest
}: InputHTMLAttributes<HTMLInputElement> & { ref?: Ref<HTMLInputElement> }) {
  return <input ref={ref} className={classes(styles.input, className)} autoComplete="off" {...rest} />;
}

export function TextArea({
  className,
  ref,
  ...rest
}: TextareaHTMLAttributes<HTMLTextAreaElement> & { ref?: Ref<HTMLTextAreaElement> }) {
  return <textarea ref={ref} rows={3} className={classes(styles.input, styles.area, className)} {...rest} />;
}

/** A button that looks like an input and opens something. */
export const controlClass = styles.input as string;
export const controlButtonClass = `${styles.input} ${styles.opener}`;
