/** Numbers with a meaning of their own: percent, stars, lengths of time. */
import { Star } from "lucide-react";
import { useState } from "react";
import { classes } from "@/lib/classes";
import { formatNumber } from "@/lib/format";
import { TextInput } from "@/ui/Field";
import {
  type DisplayProps,
  type FieldKindUi,
  type FilterProps,
  type FilterTextProps,
  type InputProps,
  isBlank,
} from "./kind";
import { DigitsInput, type NumberBoxProps, NumberFilter } from "./number";
import { fields } from "./strings";
import { inPlaceKeys, None } from "./text";
import styles from "./values.module.css";

/** 5400 -> "1:30", 5 -> "0:00:05" */
export function formatDuration(seconds: number): string {
  const two = (part: number) => String(part).padStart(2, "0");
  const hours = formatNumber(Math.floor(seconds / 3600));
  const rest = seconds % 60;
  return `${hours}:${two(Math.floor(seconds / 60) % 60)}${rest ? `:${two(rest)}` : ""}`;
}

const CLOCK = /^(\d{1,6}):([0-5]\d)(?::([0-5]\d))?$/;
const PART = /(\d+(?:\.\d+)?)\s*(d|天|日|h|个?小时|时|m|分|s|秒)[a-z钟]*[\s,，]*/giy;
const UNIT: Record<string, number> = { d: 86400, 天: 86400, 日: 86400, m: 60, 分: 60, s: 1, 秒: 1 };

/** Seconds of "1h 30m", "1:30" or "90 分钟"; null while it is none. What other spellings mean the server knows. */
export function parseDuration(text: string): number | null {
  const plain = text.normalize("NFKC").trim();
  const clock = CLOCK.exec(plain);
  if (clock) return Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3] ?? 0);
  let total = 0;
  let place = 0;
  for (const part of plain.matchAll(PART)) {
    if (part.index !== place) return null;
    total += Number(part[1]) * (UNIT[(part[2] as string).toLowerCase()] ?? 3600);
    place += part[0].length;
  }
  return place > 0 && place === plain.length && Number.isInteger(total) ? total : null;
}

function PercentDisplay({ value }: DisplayProps) {
  return isBlank(value) ? <None /> : <span>{formatNumber(Number(value))}%</span>;
}

function PercentInput(props: InputProps) {
  return (
    <div className={styles.pair} style={{ width: "100%" }}>
      <DigitsInput {...props} />
      <span className="muted" style={{ paddingRight: props.inPlace ? 8 : 0 }} aria-hidden>
        %
      </span>
    </div>
  );
}

function PercentFilterText({ value }: FilterTextProps) {
  const t = fields.useText();
  const show = (one: unknown) => `${formatNumber(Number(one))}%`;
  return Array.isArray(value) ? `${show(value[0])} ${t("and")} ${show(value[1])}` : show(value);
}

function RatingDisplay({ value, field }: DisplayProps) {
  const t = fields.useText();
  if (isBlank(value)) return <None />;
  const given = Number(value);
  const most = Math.max(field.settings.stars ?? 5, given);
  return (
    <span role="img" className={styles.stars} aria-label={t("stars", { count: given })}>
      {Array.from({ length: most }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: stars have no identity but their place
        <Star key={at} size={13} aria-hidden className={classes(styles.star, at < given && styles.given)} />
      ))}
    </span>
  );
}

function RatingInput({ value, field, onChange, onCommit, inPlace, id, ...rest }: InputProps) {
  const t = fields.useText();
  const given = Number(value ?? 0);
  const give = (stars: number) => {
    const next = stars === given ? null : stars;
    onChange(next);
    onCommit?.(next);
  };
  return (
    <fieldset id={id} className={classes(styles.stars, styles.entered, inPlace && styles.column)} {...rest}>
      {Array.from({ length: field.settings.stars ?? 5 }, (_, at) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: stars have no identity but their place
          key={at}
          type="button"
          data-autofocus={inPlace && at === 0 ? "" : undefined}
          aria-label={t("stars", { count: at + 1 })}
          aria-pressed={at + 1 === given}
          onClick={() => give(at + 1)}
        >
          <Star size={18} aria-hidden className={classes(styles.star, at < given && styles.given)} />
        </button>
      ))}
    </fieldset>
  );
}

function RatingFilterText({ value }: FilterTextProps) {
  const t = fields.useText();
  const show = (one: unknown) => t("stars", { count: Number(one) });
  return Array.isArray(value)
    ? `${formatNumber(Number(value[0]))} ${t("and")} ${show(value[1])}`
    : show(value);
}

function DurationDisplay({ value }: DisplayProps) {
  return isBlank(value) ? <None /> : <span>{formatDuration(Number(value))}</span>;
}

const shown = (value: unknown) =>
  typeof value === "number" ? formatDuration(value) : value == null ? "" : String(value);

/** Keeps what is typed as typed; reports seconds, or the raw text so that the server can say what is wrong. */
function DurationInput({ value, field: _field, onChange, onCommit, onCancel, inPlace, ...rest }: InputProps) {
  const t = fields.useText();
  const [text, setText] = useState(shown(value));
  return (
    <TextInput
      className={classes(inPlace && styles.bare, inPlace && styles.end)}
      data-autofocus={inPlace ? "" : undefined}
      placeholder={t("duration")}
      value={text}
      onFocus={(event) => inPlace && event.target.select()}
      onChange={(event) => {
        const typed = event.target.value;
        setText(typed);
        onChange(typed.trim() === "" ? null : (parseDuration(typed) ?? typed));
      }}
      onKeyDown={inPlaceKeys({ onCommit, onCancel })}
      {...rest}
    />
  );
}

function DurationBox({ label, value, onChange, autoFocus }: NumberBoxProps) {
  const t = fields.useText();
  const [text, setText] = useState(shown(value));
  return (
    <TextInput
      aria-label={label}
      data-autofocus={autoFocus ? "" : undefined}
      placeholder={t("duration")}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        onChange(parseDuration(event.target.value));
      }}
    />
  );
}

function DurationFilter(props: FilterProps) {
  return <NumberFilter {...props} Box={DurationBox} />;
}

function DurationFilterText({ value }: FilterTextProps) {
  const t = fields.useText();
  return Array.isArray(value) ? `${shown(value[0])} ${t("and")} ${shown(value[1])}` : shown(value);
}

const base = { Filter: NumberFilter, editor: "box", firstOperator: "gte" } as const;

export const percent: FieldKindUi = {
  ...base,
  Display: PercentDisplay,
  Input: PercentInput,
  FilterText: PercentFilterText,
  align: "end",
  width: 100,
};
export const rating: FieldKindUi = {
  ...base,
  Display: RatingDisplay,
  Input: RatingInput,
  FilterText: RatingFilterText,
  align: "start",
  editor: "panel",
  width: 120,
};
export const duration: FieldKindUi = {
  ...base,
  Display: DurationDisplay,
  Input: DurationInput,
  Filter: DurationFilter,
  FilterText: DurationFilterText,
  align: "end",
  width: 110,
};
