/** The state of the wizard: which step an import is at, which problem belongs to which column, what a column may fill. */
import type { ProblemError } from "@/api/problem";
import type { FieldKind, FieldMeta, ObjectMeta } from "@/api/types";
import { pathOf } from "@/metadata";
import type { Import, ImportState, Target } from "./api";

export type Step = "file" | "columns" | "check" | "run";
export const STEPS: readonly Step[] = ["file", "columns", "check", "run"];

/** The furthest step an import can be shown at; what is ready may still be at its columns. */
export function stepOf(state: ImportState | undefined, wanted: Step): Step {
  if (!state) return "file";
  if (state !== "ready") return "run";
  return wanted === "check" ? "check" : "columns";
}

export const isOpen = (state: ImportState): boolean => state === "queued" || state === "running";

export interface PlacedProblems {
  columns: Record<number, string>;
  /** By the path of a field every row gets. */
  defaults: Record<string, string>;
  rest: string[];
}

/** Problems beside the column or field they are about, and those of the whole. */
export function place(problems: readonly ProblemError[]): PlacedProblems {
  const placed: PlacedProblems = { columns: {}, defaults: {}, rest: [] };
  for (const { loc, message } of problems) {
    const path = loc.filter((part) => part !== "body");
    const column = path[0] === "mapping" ? path[1] : undefined;
    const given = path[0] === "defaults" ? path[1] : undefined;
    if (typeof column === "number") placed.columns[column] ??= message;
    else if (typeof given === "string") placed.defaults[given] ??= message;
    else placed.rest.push(message);
  }
  return placed;
}

export const mappingOf = (source: Import): (string | null)[] => source.columns.map((column) => column.field);

/** The mapping with one column changed. A field that holds one value leaves the column that had it before. */
export function remap(
  mapping: readonly (string | null)[],
  targets: readonly Target[],
  index: number,
  path: string | null,
): (string | null)[] {
  const target = targets.find((one) => one.path === path);
  const many = !target || target.path.includes("#") || ["tags", "multi_choice"].includes(target.kind);
  return mapping.map((one, at) => (at === index ? path : !many && one === path ? null : one));
}

/** Fields whose values can tell whether a record is known, among those that are filled. */
export function matchable(targets: readonly Target[], mapping: readonly (string | null)[]): Target[] {
  const kinds = new Set(["text", "email", "phone", "url"]);
  return targets.filter(
    (target) => mapping.includes(target.path) && kinds.has(target.kind) && !/[#.]/.test(target.path),
  );
}

/** Whether columns name records of other objects, which may be missing: a company, a buyer, a product. */
export function refersTo(object: ObjectMeta, mapping: readonly (string | null)[]): boolean {
  const own = ["buyer.email", "buyer.phone", "line.sku"];
  return mapping.some(
    (path) =>
      path !== null &&
      (own.includes(path) || object.fields.some((field) => field.kind === "lookup" && field.key === path)),
  );
}

/** The field a path fills, or for a column of the import's own one that shows its values. */
export function shownField(object: ObjectMeta, targets: readonly Target[], path: string): FieldMeta {
  const found = object.fields.find((field) => pathOf(field) === path);
  if (found) return found;
  const target = targets.find((one) => one.path === path);
  return {
    key: path,
    kind: target?.kind ?? "text",
    label: target?.label ?? { en: path, zh: path },
    required: false,
    readonly: true,
    custom: false,
    sortable: false,
    filterable: false,
    settings: {},
    operators: [],
  };
}

export interface Guess {
  kind: FieldKind;
  places?: number;
}

const DAY = String.raw`\d{4}(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)`;
const GUESSES: readonly [FieldKind, RegExp][] = [
  ["date", new RegExp(`^${DAY}$`)],
  ["datetime", new RegExp(`^${DAY}[ T]\\d{1,2}:\\d{2}(?::\\d{2})?`)],
  ["boolean", /^(?:true|false|yes|no|y|n|是|否|同意|不同意|√|×)$/i],
  // A number that begins with 0 or is very long is a code.
  ["number", /^-?(?:0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,11})(?:\.\d+)?$/],
  ["email", /^[^\s@]+@[^\s@]+\.[^\s@]+$/],
  ["url", /^https?:\/\/\S+$/],
];

/** The kind of a new field for a column that holds these cells. */
export function guessKind(samples: readonly string[]): Guess {
  const cells = samples.map((cell) => cell.trim()).filter(Boolean);
  const found = cells.length ? GUESSES.find(([, form]) => cells.every((cell) => form.test(cell))) : undefined;
  if (!found) return { kind: cells.some((cell) => cell.length > 150) ? "long_text" : "text" };
  if (found[0] !== "number") return { kind: found[0] };
  return {
    kind: "number",
    places: Math.min(4, Math.max(...cells.map((cell) => cell.split(".")[1]?.length ?? 0))),
  };
}

/** What a preview of `checked` rows says about the whole file: counts of the rest in proportion. */
export function rowsToImport(rows: number, checked: number, failed: number): number {
  if (checked === 0) return rows;
  if (checked >= rows) return checked - failed;
  return Math.round(rows * (1 - failed / checked));
}

export const ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "big5", "utf-16", "cp1252", "iso8859-1"] as const;
export const DELIMITERS = [",", ";", "\t", "|", "^", ":"] as const;
