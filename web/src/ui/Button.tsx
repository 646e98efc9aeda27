/** A button. Give `label` instead of children for an icon alone: it becomes the accessible name and the tooltip. */
import { LoaderCircle, type LucideIcon } from "lucide-react";
import type { ButtonHTMLAttributes, Ref } from "react";
import { classes } from "@/lib/classes";
import styles from "./Button.module.css";

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "type"> {
  variant?: "default" | "primary" | "ghost" | "danger";
  size?: "small" | "normal" | "large";
  icon?: LucideIcon;
  label?: string;
  busy?: boolean;
  block?: boolean;
  type?: "button" | "submit";
  ref?: Ref<HTMLButtonElement>;
}

/** The look of a button for what is a link. */
export const linkButton = styles.button as string;

export function Button({
  variant = "default",
  size = "normal",
  icon: Icon,
  label,
  busy = false,
  block = false,
  type = "button",
  className,
  children,
  disabled,
  ...rest
}: ButtonProps) {
  const alone = children === undefined || children === null;
  const pixels = size === "small" ? 14 : 16;
  return (
    <button
      type={type}
      aria-label={alone ? label : undefined}
      title={alone ? label : rest.title}
      aria-busy={busy || undefined}
      disabled={disabled || busy}
      className={classes(
        styles.button,
        variant !== "default" && styles[variant],
        size !== "normal" && styles[size],
        alone && styles.icon,
        block && styles.block,
        className,
      )}
      {...rest}
    >
      {busy ? (
        <LoaderCircle size={pixels} className={styles.spin} aria-hidden />
      ) : (
        Icon && <Icon size={pixels} strokeWidth={1.7} aria-hidden />
      )}
      {children}
    </button>
  );
}
