/** The title of a page that can be written into: looks like a heading until it is touched. */
import { classes } from "@/lib/classes";
import { PageTitle } from "./PageTitle";
import styles from "./TitleInput.module.css";

interface TitleInputProps {
  label: string;
  value: string;
  placeholder?: string;
  autoFocus?: boolean;
  invalid?: boolean;
  onChange: (value: string) => void;
  onBlur?: () => void;
}

export function TitleInput({
  label,
  value,
  placeholder,
  autoFocus,
  invalid,
  onChange,
  onBlur,
}: TitleInputProps) {
  return (
    <span className={classes(styles.wrap, invalid && styles.invalid)} data-value={value || placeholder}>
      <PageTitle>{value || placeholder || ""}</PageTitle>
      <h1 className="visually-hidden">{value || placeholder}</h1>
      <input
        size={1}
        aria-label={label}
        aria-invalid={invalid || undefined}
        maxLength={200}
        // biome-ignore lint/a11y/noAutofocus: a new page begins with its name
        autoFocus={autoFocus}
        placeholder={placeholder}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onBlur={onBlur}
        onKeyDown={(event) => {
          if (event.key === "Enter") event.currentTarget.blur();
        }}
      />
    </span>
  );
}
