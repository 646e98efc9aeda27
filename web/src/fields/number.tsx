/** Numbers, money and yes/no. */
import { type ComponentType, useState } from "react";
import type { FieldMeta, Money, Value } from "@/api/types";
import { classes } from "@/lib/classes";
import { formatMoney, formatNumber } from "@/lib/format";
import { currencyOf, useMeta } from "@/metadata";
import { Checkbox, Segmented } from "@/ui/atoms";
import { TextInput } from "@/ui/Field";
import {
  type DisplayProps,
  type FieldKindUi,
  type FilterProps,
  type FilterTextProps,
  type InputProps,
  isBlank,
} from "./kind";
import { fields } from "./strings";
import { inPlaceKeys, None } from "./text";
import styles from "./values.module.css";

function asMoney(value: Value): Money | null {
  return value && typeof value === "object" && "amount" in value ? (value as Money) : null;
}

/** A typed number without its separators, or null while it is not one. Full-width digits of Chinese keyboards count. */
export function parseNumber(text: string): number | null {
  const plain = text.normalize("NFKC").replace(/[,\s¥$€£]/g, "");
  return plain !== "" && Number.isFinite(Number(plain)) ? Number(plain) : null;
}

function NumberDisplay({ value }: DisplayProps) {
  return isBlank(value) ? <None /> : <span>{formatNumber(Number(value))}</span>;
}

function MoneyDisplay({ value }: DisplayProps) {
  const money = asMoney(value);
  return money ? <span>{formatMoney(money.amount, money.currency)}</span> : <None />;
}

function BooleanDisplay({ value }: DisplayProps) {
  const t = fields.useText();
  return isBlank(value) ? <None /> : <span>{value ? t("yes") : t("no")}</span>;
}

/** Keeps what is typed as typed; reports a number, or the raw text so that the server can say what is wrong. */
export function DigitsInput({
  value,
  field: _field,
  onChange,
  onCommit,
  onCancel,
  inPlace,
  ...rest
}: InputProps) {
  const [text, setText] = useState(value == null ? "" : String(value));
  return (
    <TextInput
      inputMode="decimal"
      className={classes(inPlace && styles.bare, inPlace && styles.end)}
      data-autofocus={inPlace ? "" : undefined}
      value={text}
      onFocus={(event) => inPlace && event.target.select()}
      onChange={(event) => {
        setText(event.target.value);
        onChange(
          event.target.value.trim() === "" ? null : (parseNumber(event.target.value) ?? event.target.value),
        );
      }}
      onKeyDown={inPlaceKeys({ onCommit, onCancel })}
      {...rest}
    />
  );
}

function MoneyInput(props: InputProps) {
  const meta = useMeta();
  const money = asMoney(props.value);
  const unit = money?.currency ?? currencyOf(meta, props.field);
  const amount = money ? Number(money.amount) : (props.value as number | null);
  return (
    <div className={styles.pair} style={{ width: "100%" }}>
      <DigitsInput
        {...props}
        value={amount}
        onChange={(next) =>
          props.onChange(typeof next === "number" ? { amount: String(next), currency: unit } : next)
        }
      />
      <span className="muted" style={{ paddingRight: props.inPlace ? 8 : 0 }}>
        {unit}
      </span>
    </div>
  );
}

function BooleanInput({ value, onChange, onCommit, inPlace, id }: InputProps) {
  const t = fields.useText();
  if (inPlace)
    return (
      <div className={styles.column} style={{ minWidth: 0 }}>
        <Segmented
          label={t("value")}
          value={value ? "yes" : "no"}
          options={[
            { value: "yes", label: t("yes") },
            { value: "no", label: t("no") },
          ]}
          onChange={(next) => {
            onChange(next === "yes");
            onCommit?.(next === "yes");
          }}
        />
      </div>
    );
  return (
    <label className={styles.check}>
      <Checkbox id={id} checked={Boolean(value)} onChange={(event) => onChange(event.target.checked)} />
      {value ? t("yes") : t("no")}
    </label>
  );
}

export interface NumberBoxProps {
  label: string;
  value: unknown;
  onChange: (value: number | null) => void;
  autoFocus?: boolean;
  width?: number;
}

export function NumberBox({ label, value, onChange, autoFocus, width }: NumberBoxProps) {
  const [text, setText] = useState(value == null ? "" : String(value));
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    if (parseNumber(text) !== value) setText(value == null ? "" : String(value));
  }
  return (
    <TextInput
      aria-label={label}
      inputMode="decimal"
      style={width ? { width } : undefined}
      data-autofocus={autoFocus ? "" : undefined}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        onChange(parseNumber(event.target.value));
      }}
    />
  );
}

interface NumberFilterProps extends FilterProps {
  /** What takes one number; its own for numbers that are written another way. */
  Box?: ComponentType<NumberBoxProps>;
}

export function NumberFilter({ op, value, onChange, Box = NumberBox }: NumberFilterProps) {
  const t = fields.useText();
  if (op !== "between")
    return (
      <Box
        key={op}
        autoFocus
        label={t("value")}
        value={Array.isArray(value) ? null : value}
        onChange={onChange}
      />
    );
  const [low, high] = Array.isArray(value) ? value : [null, null];
  return (
    <div className={styles.pair}>
      <Box autoFocus label={t("from")} value={low} onChange={(next) => onChange([next, high])} />
      <span className="muted">{t("and")}</span>
      <Box label={t("to")} value={high} onChange={(next) => onChange([low, next])} />
    </div>
  );
}

function NumberFilterText({ field, value }: FilterTextProps) {
  const t = fields.useText();
  const meta = useMeta();
  const show = (one: unknown) =>
    field.kind === "money" ? formatMoney(Number(one), currencyOf(meta, field)) : formatNumber(Number(one));
  return Array.isArray(value) ? `${show(value[0])} ${t("and")} ${show(value[1])}` : show(value);
}

const base = {
  FilterText: NumberFilterText,
  Filter: NumberFilter,
  align: "end",
  editor: "box",
  firstOperator: "gte",
} as const;

export const number: FieldKindUi = { ...base, Display: NumberDisplay, Input: DigitsInput, width: 110 };
export const money: FieldKindUi = { ...base, Display: MoneyDisplay, Input: MoneyInput, width: 125 };
export const boolean: FieldKindUi = {
  Display: BooleanDisplay,
  Input: BooleanInput,
  Filter: () => null,
  FilterText: () => null,
  align: "start",
  editor: "panel",
  width: 90,
  firstOperator: "is_true",
};

/** Kinds of which the largest or latest come first when a list is ordered by them. */
const LARGEST_FIRST: ReadonlySet<FieldMeta["kind"]> = new Set(["date", "datetime"]);
const NUMERIC: ReadonlySet<FieldMeta["kind"]> = new Set(["number", "money", "percent", "rating", "duration"]);

export function isNumeric(field: FieldMeta): boolean {
  return NUMERIC.has(field.kind);
}

export function startsDescending(field: FieldMeta | undefined): boolean {
  return field !== undefined && (isNumeric(field) || LARGEST_FIRST.has(field.kind));
}
