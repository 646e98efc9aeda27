/** Text of one line or many, and the texts with a meaning: e-mail, phone, web address. */
import { type KeyboardEvent, useState } from "react";
import { classes } from "@/lib/classes";
import { formatPhone } from "@/lib/format";
import { TextArea, TextInput } from "@/ui/Field";
import {
  type DisplayProps,
  type FieldKindUi,
  type FilterProps,
  type FilterTextProps,
  type InputProps,
  isBlank,
} from "./kind";
import { fields } from "./strings";
import styles from "./values.module.css";

export function None() {
  return (
    <span className={styles.none} aria-hidden>
      —
    </span>
  );
}

function TextDisplay({ value }: DisplayProps) {
  return isBlank(value) ? <None /> : <span className="ellipsis">{String(value)}</span>;
}

function LongTextDisplay({ value, dense }: DisplayProps) {
  if (isBlank(value)) return <None />;
  return <span className={dense ? "ellipsis" : styles.long}>{String(value)}</span>;
}

const HREF: Record<string, (value: string) => string> = {
  email: (value) => `mailto:${value}`,
  phone: (value) => `tel:${value}`,
  url: (value) => (/^https?:\/\//i.test(value) ? value : `https://${value}`),
};

function shownText(kind: string, value: string): string {
  if (kind === "phone") return formatPhone(value);
  return kind === "url" ? value.replace(/^https?:\/\/(www\.)?/i, "").replace(/\/$/, "") : value;
}

function LinkedDisplay({ value, field, dense }: DisplayProps) {
  if (isBlank(value)) return <None />;
  const shown = shownText(field.kind, String(value));
  if (dense) return <span className="ellipsis">{shown}</span>;
  const href = HREF[field.kind]?.(String(value)) ?? "";
  return (
    <a
      className={classes(styles.link, "ellipsis")}
      href={href}
      rel="noreferrer noopener"
      target={field.kind === "url" ? "_blank" : undefined}
    >
      {shown}
    </a>
  );
}

/** Keys of an editor in place: Enter saves, Escape gives up; the table handles Tab. */
export function inPlaceKeys(
  { onCommit, onCancel }: Pick<InputProps, "onCommit" | "onCancel">,
  multiline = false,
) {
  return (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && onCommit && (!multiline || event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      event.stopPropagation();
      onCommit();
    }
    if (event.key === "Escape" && onCancel) {
      event.preventDefault();
      event.stopPropagation();
      onCancel();
    }
  };
}

const INPUT_TYPE: Record<string, "email" | "tel" | "url"> = { email: "email", phone: "tel", url: "url" };

function LineInput({ value, field, onChange, onCommit, onCancel, inPlace, ...rest }: InputProps) {
  return (
    <TextInput
      type="text"
      inputMode={INPUT_TYPE[field.kind] ?? "text"}
      maxLength={field.settings.limit ?? undefined}
      className={inPlace ? styles.bare : undefined}
      data-autofocus={inPlace ? "" : undefined}
      value={String(value ?? "")}
      onChange={(event) => onChange(event.target.value || null)}
      onFocus={(event) => inPlace && event.target.select()}
      onKeyDown={inPlaceKeys({ onCommit, onCancel })}
      {...rest}
    />
  );
}

function LongTextInput({ value, field: _field, onChange, onCommit, onCancel, inPlace, ...rest }: InputProps) {
  return (
    <TextArea
      className={inPlace ? styles.bare : undefined}
      data-autofocus={inPlace ? "" : undefined}
      value={String(value ?? "")}
      onChange={(event) => onChange(event.target.value || null)}
      onKeyDown={inPlaceKeys({ onCommit, onCancel }, true)}
      {...rest}
    />
  );
}

function TextFilter({ op, value, onChange, field }: FilterProps) {
  const t = fields.useText();
  const many = op === "in" || op === "not_in";
  const shown = Array.isArray(value) ? value.join(", ") : String(value ?? "");
  const [text, setText] = useState(shown);
  const split = (line: string) =>
    line
      .split(/[,，;；\n]/)
      .map((part) => part.trim())
      .filter(Boolean);
  const [known, setKnown] = useState(shown);
  if (known !== shown) {
    setKnown(shown);
    if ((many ? split(text).join(", ") : text) !== shown) setText(shown);
  }
  return (
    <TextInput
      aria-label={t("value")}
      data-autofocus=""
      placeholder={many ? t("separate") : t("value")}
      inputMode={field.kind === "phone" ? "tel" : "text"}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        onChange(many ? split(event.target.value) : event.target.value);
      }}
    />
  );
}

function PlainFilterText({ value }: FilterTextProps) {
  return Array.isArray(value) ? value.join(", ") : String(value ?? "");
}

const base = {
  Input: LineInput,
  Filter: TextFilter,
  FilterText: PlainFilterText,
  align: "start",
  editor: "box",
  firstOperator: "contains",
} as const;

export const text: FieldKindUi = { ...base, Display: TextDisplay, width: 180 };
/** Given by the house; its Input is never shown. */
export const auto_number: FieldKindUi = { ...base, Display: TextDisplay, width: 140 };
export const long_text: FieldKindUi = {
  ...base,
  Display: LongTextDisplay,
  Input: LongTextInput,
  width: 240,
  editor: "panel",
};
export const email: FieldKindUi = { ...base, Display: LinkedDisplay, width: 210 };
export const phone: FieldKindUi = { ...base, Display: LinkedDisplay, width: 150 };
export const url: FieldKindUi = { ...base, Display: LinkedDisplay, width: 190 };

function JsonDisplay({ value }: Pick<DisplayProps, "value">) {
  return isBlank(value) ? <None /> : <code className="ellipsis">{JSON.stringify(value)}</code>;
}

/** Structured values are shown for what they are and never edited by hand. */
export const json: FieldKindUi = { ...base, Display: JsonDisplay, Input: JsonDisplay, width: 200 };
