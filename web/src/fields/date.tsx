/** Dates and moments: shown relative to today, entered with a calendar, filtered by day, range or distance. */
import { lazy, Suspense } from "react";
import type { FieldMeta, Row } from "@/api/types";
import { classes } from "@/lib/classes";
import { ageOf, formatDate, formatDateTime, formatExact, formatRelative } from "@/lib/format";
import { Skeleton } from "@/ui/atoms";
import { Select } from "@/ui/Select";
import {
  type DisplayProps,
  type FieldKindUi,
  type FilterProps,
  type FilterTextProps,
  type InputProps,
  isBlank,
} from "./kind";
import { NumberBox } from "./number";
import { fields } from "./strings";
import { None } from "./text";
import styles from "./values.module.css";

const DateControl = lazy(() => import("./controls/DateControl"));
const RangeControl = lazy(() => import("./controls/RangeControl"));

function DateDisplay({ value, field, dense }: DisplayProps) {
  const t = fields.useText();
  if (isBlank(value)) return <None />;
  const text = String(value);
  const birth = field.key === "birth_date";
  return (
    <span title={formatExact(text)} className={dense ? "ellipsis" : undefined}>
      {formatDate(text)}
      {birth && !dense && <span className="muted"> · {t("years", { count: ageOf(text) })}</span>}
    </span>
  );
}

/** Whether a task should have been done; nothing is said of one whose end is not among what was read. */
const isLate = (field: FieldMeta, row: Row | undefined, at: string) =>
  field.key === "due_at" && row !== undefined && row.done_at === null && Date.parse(at) < Date.now();

function MomentDisplay({ value, field, row, dense }: DisplayProps) {
  const t = fields.useText();
  if (isBlank(value)) return <None />;
  const text = String(value);
  const late = isLate(field, row, text);
  return (
    <time
      dateTime={text}
      title={late ? `${t("overdue")} · ${formatExact(text)}` : formatExact(text)}
      className={classes(dense && "ellipsis", late && styles.late)}
    >
      {late && <span className="visually-hidden">{t("overdue")} </span>}
      {dense ? formatRelative(text) : formatDateTime(text)}
    </time>
  );
}

function DateInput(props: InputProps) {
  return (
    <Suspense fallback={<Skeleton height={34} />}>
      <DateControl {...props} />
    </Suspense>
  );
}

const AHEAD = new Set(["in_last", "not_in_last", "in_next"]);
const UNITS = ["day", "week", "month", "year"] as const;
const PERIODS = {
  day: "thisDay",
  week: "thisWeek",
  month: "thisMonth",
  quarter: "thisQuarter",
  year: "thisYear",
} as const;
type Distance = { amount: number | null; unit: (typeof UNITS)[number] };

function DateFilter({ field, op, value, onChange }: FilterProps) {
  const t = fields.useText();
  if (AHEAD.has(op)) {
    const distance: Distance =
      value && typeof value === "object" && "unit" in value
        ? (value as Distance)
        : { amount: null, unit: "day" };
    return (
      <div className={styles.pair}>
        <NumberBox
          autoFocus
          width={84}
          label={t("amount")}
          value={distance.amount}
          onChange={(amount) => onChange({ ...distance, amount })}
        />
        <Select
          label={t("unit")}
          value={distance.unit}
          options={UNITS.map((unit) => ({ value: unit, label: t(unit, { count: distance.amount ?? 2 }) }))}
          onChange={(unit) => onChange({ ...distance, unit })}
        />
      </div>
    );
  }
  if (op === "this")
    return (
      <Select
        label={t("unit")}
        value={(value as keyof typeof PERIODS) ?? "month"}
        options={Object.entries(PERIODS).map(([key, name]) => ({ value: key, label: t(name) }))}
        onChange={onChange}
      />
    );
  if (op === "between")
    return (
      <Suspense fallback={<Skeleton height={34} />}>
        <RangeControl value={Array.isArray(value) ? (value as [string, string]) : null} onChange={onChange} />
      </Suspense>
    );
  return (
    <DateInput
      field={{ ...field, kind: "date" }}
      value={typeof value === "string" ? value : null}
      onChange={onChange}
    />
  );
}

function DateFilterText({ op, value }: FilterTextProps) {
  const t = fields.useText();
  if (AHEAD.has(op)) {
    const { amount, unit } = value as Distance;
    return `${amount} ${t(unit, { count: amount ?? 0 })}`;
  }
  if (op === "this") return t(PERIODS[value as keyof typeof PERIODS]);
  if (Array.isArray(value))
    return `${formatDate(String(value[0]))} ${t("and")} ${formatDate(String(value[1]))}`;
  return formatDate(String(value));
}

const base = {
  Input: DateInput,
  Filter: DateFilter,
  FilterText: DateFilterText,
  align: "start",
  editor: "panel",
  firstOperator: "in_last",
} as const;

export const date: FieldKindUi = { ...base, Display: DateDisplay, width: 120 };
export const datetime: FieldKindUi = { ...base, Display: MomentDisplay, width: 108 };
