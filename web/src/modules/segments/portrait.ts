/** The arithmetic of a portrait: groups as bars, the small ones gathered, shares of the whole. */
import type { FieldMeta } from "@/api/types";
import { say } from "@/metadata";
import type { AggregateRow } from "./api";

export interface Slice {
  key: string;
  label: string;
  value: number;
}

function labelOf(field: FieldMeta, value: unknown, unset: string): string {
  if (value === null || value === undefined || value === "") return unset;
  if (typeof value === "object" && "title" in value) return String((value as { title: unknown }).title);
  const option = field.settings.options?.find(({ key }) => key === value);
  return option ? say(option.label) : String(value);
}

/** Groups by size, in the options' own order for stages; more than `most` are gathered into one. */
export function slices(
  field: FieldMeta,
  rows: readonly AggregateRow[],
  words: { unset: string; others: string },
  most = 7,
): Slice[] {
  const all = rows.map((row) => ({
    key: JSON.stringify(row.group[0] ?? null),
    label: labelOf(field, row.group[0], words.unset),
    value: Number(row.measures[0] ?? 0),
  }));
  const order = field.settings.options?.map(({ key }) => JSON.stringify(key));
  if (order && order.length <= most) {
    const place = (slice: Slice) => (order.indexOf(slice.key) + order.length + 1) % (order.length + 1);
    return all.sort((one, other) => place(one) - place(other));
  }
  all.sort((one, other) => other.value - one.value);
  if (all.length <= most) return all;
  const rest = all.slice(most - 1).reduce((sum, slice) => sum + slice.value, 0);
  return [...all.slice(0, most - 1), { key: "others", label: words.others, value: rest }];
}

export const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);
