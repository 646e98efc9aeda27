/** The smallest pieces: tag, avatar, card, chip, key, skeleton, empty state, progress, segmented choice, checkbox. */
import { type LucideIcon, X } from "lucide-react";
import type {
  ButtonHTMLAttributes,
  CSSProperties,
  HTMLAttributes,
  InputHTMLAttributes,
  ReactNode,
  Ref,
} from "react";
import { classes } from "@/lib/classes";
import { initials } from "@/lib/format";
import styles from "./atoms.module.css";
import { type Tone, toneForName } from "./tone";

export function Tag({
  tone = "neutral",
  children,
  onRemove,
  removeLabel,
}: {
  tone?: Tone;
  children: ReactNode;
  onRemove?: () => void;
  removeLabel?: string;
}) {
  return (
    <span className={classes(styles.tag, `tone-${tone}`)}>
      {children}
      {onRemove && (
        <button type="button" className={styles.remove} aria-label={removeLabel} onClick={onRemove}>
          <X size={11} aria-hidden />
        </button>
      )}
    </span>
  );
}

export function Avatar({
  name,
  size = 22,
  square = false,
  tone,
}: {
  name: string;
  size?: number;
  square?: boolean;
  tone?: Tone;
}) {
  const text = initials(name);
  return (
    <span
      aria-hidden
      className={classes(
        styles.avatar,
        square && styles.square,
        text.length > 1 && styles.two,
        `tone-${tone ?? toneForName(name)}`,
      )}
      style={{ "--size": `${size}px` } as CSSProperties}
    >
      {text}
    </span>
  );
}

export function Card({ className, ...rest }: HTMLAttributes<HTMLDivElement>) {
  return <div className={classes(styles.card, className)} {...rest} />;
}

export function Kbd({ children }: { children: ReactNode }) {
  return <kbd className={styles.kbd}>{children}</kbd>;
}

export function Chip({
  dashed,
  on,
  className,
  ref,
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & {
  dashed?: boolean;
  on?: boolean;
  ref?: Ref<HTMLButtonElement>;
}) {
  return (
    <button
      type="button"
      ref={ref}
      className={classes(styles.chip, dashed && styles.dashed, on && styles.on, className)}
      {...rest}
    />
  );
}

export function Skeleton({
  width = "100%",
  height = 12,
}: {
  width?: number | string;
  height?: number | string;
}) {
  return <span aria-hidden className={styles.skeleton} style={{ width, height }} />;
}

/** Says what this place is for and offers at most one or two ways on. */
export function EmptyState({
  icon: Icon,
  title,
  children,
  actions,
}: {
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className={styles.empty}>
      <span className={styles.art} aria-hidden>
        <Icon size={24} strokeWidth={1.6} />
      </span>
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}

export function Progress({
  done,
  total,
  failed = false,
  label,
}: {
  done: number;
  total: number;
  failed?: boolean;
  label: string;
}) {
  const share = total > 0 ? Math.min(100, (done / total) * 100) : 0;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={Math.round(share)}
      aria-valuemin={0}
      aria-valuemax={100}
      className={classes(styles.progress, failed && styles.failed)}
    >
      <i style={{ width: `${share}%` }} />
    </div>
  );
}

export interface SegmentedOption<V extends string> {
  value: V;
  label: string;
  icon?: LucideIcon;
}

export function Segmented<V extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: V;
  options: readonly SegmentedOption<V>[];
  onChange: (value: V) => void;
}) {
  const move = (step: number) => {
    const index = options.findIndex((option) => option.value === value);
    const next = options[(index + step + options.length) % options.length];
    if (next) onChange(next.value);
  };
  return (
    <div role="radiogroup" aria-label={label} className={styles.segmented}>
      {options.map(({ value: key, label: text, icon: Icon }) => (
        <button
          key={key}
          type="button"
          role="radio"
          aria-checked={key === value}
          tabIndex={key === value ? 0 : -1}
          onClick={() => onChange(key)}
          onKeyDown={(event) => {
            if (event.key === "ArrowRight") move(1);
            if (event.key === "ArrowLeft") move(-1);
          }}
        >
          {Icon && <Icon size={14} aria-hidden />}
          {text}
        </button>
      ))}
    </div>
  );
}

export function Checkbox({
  indeterminate = false,
  className,
  ...rest
}: Omit<InputHTMLAttributes<HTMLInputElement>, "type"> & { indeterminate?: boolean }) {
  return (
    <input
      type="checkbox"
      className={classes(styles.check, className)}
      ref={(node) => {
        if (node) node.indeterminate = indeterminate;
      }}
      {...rest}
    />
  );
}
