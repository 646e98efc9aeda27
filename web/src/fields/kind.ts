/** What every field kind must give: how a value is shown, entered and filtered. */
import type { ComponentType } from "react";
import type { FieldMeta, Row, Value } from "@/api/types";

export interface DisplayProps {
  value: Value;
  field: FieldMeta;
  /** In a table cell: one line, no links of its own that swallow clicks. */
  dense?: boolean;
  /** The record it is of, where there is one: whether a day is past due hangs on whether the task is done. */
  row?: Row;
}

export interface InputProps {
  value: Value;
  field: FieldMeta;
  onChange: (value: Value) => void;
  /** Save and leave, with the value given or the one last handed to onChange. Used in cells and in place. */
  onCommit?: (value?: Value) => void;
  onCancel?: () => void;
  /** Opened by itself over what it edits: take focus, open lists at once. */
  inPlace?: boolean;
  id?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
}

export interface FilterProps {
  field: FieldMeta;
  op: string;
  value: unknown;
  onChange: (value: unknown) => void;
}

export interface FilterTextProps {
  field: FieldMeta;
  op: string;
  value: unknown;
}

export interface FieldKindUi {
  Display: ComponentType<DisplayProps>;
  Input: ComponentType<InputProps>;
  /** The value of a condition; never asked for operators that take none. */
  Filter: ComponentType<FilterProps>;
  /** The value of a condition in words, for chips. */
  FilterText: ComponentType<FilterTextProps>;
  align: "start" | "end";
  /** Width of a new column in pixels. */
  width: number;
  /** How an edit in place opens: a box over the cell, or a panel below it. */
  editor: "box" | "panel";
  /** The operator a new condition starts with. */
  firstOperator: string;
  /** The value as a request wants it, e.g. the id of a person. */
  toBody?: (value: Value) => unknown;
}

/** Operators that need no value. */
export const BARE_OPERATORS: ReadonlySet<string> = new Set([
  "is_empty",
  "is_not_empty",
  "is_true",
  "is_false",
]);

export function isBlank(value: unknown): boolean {
  return (
    value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)
  );
}
