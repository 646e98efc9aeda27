/** The state of the wizard: which step an import is at, which problem belongs to which column, what a column may fill. */
import type { ProblemError } from "@/api/problem";
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
  rest: string[];
}

/** Problems beside the column they are about, and those of the whole. */
export function place(problems: readonly ProblemError[]): PlacedProblems {
  const placed: PlacedProblems = { columns: {}, rest: [] };
  for (const { loc, message } of problems) {
    const path = loc.filter((part) => part !== "body");
    const column = path[0] === "mapping" ? path[1] : undefined;
    if (typeof column === "number") placed.columns[column] ??= message;
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

/** What a preview of `checked` rows says about the whole file: counts of the rest in proportion. */
export function rowsToImport(rows: number, checked: number, failed: number): number {
  if (checked === 0) return rows;
  if (checked >= rows) return checked - failed;
  return Math.round(rows * (1 - failed / checked));
}

export const ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "big5", "utf-16", "cp1252", "iso8859-1"] as const;
export const DELIMITERS = [",", ";", "\t", "|", "^", ":"] as const;
