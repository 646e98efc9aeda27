/** Imports over HTTP. */
import { address, get, patch, post } from "@/api/client";
import type { ProblemError } from "@/api/problem";
import type { FieldKind, FieldMeta, Text, Value } from "@/api/types";

export interface Target {
  /** A field, a part of one ("address#city"), or what the object's import adds. */
  path: string;
  label: Text;
  kind: FieldKind;
  required: boolean;
}
/** What may be said of every row by filling these fields, and what one then vouches for. */
export interface Claim {
  sentence: Text;
  hint: Text;
  fields: FieldMeta[];
}
export interface Column {
  index: number;
  header: string;
  samples: string[];
  field: string | null;
}
export interface Made {
  object: string;
  label: Text;
  count: number;
}
export type ImportState = "ready" | "queued" | "running" | "done" | "failed" | "cancelled";
export type Existing = "update" | "fill" | "skip" | "create";
export type Result = "created" | "updated" | "unchanged" | "skipped" | "failed";
export interface Import {
  id: string;
  object: string;
  file_name: string;
  file_size: number;
  state: ImportState;
  encoding: string;
  delimiter: string;
  header: boolean;
  sheet: string;
  sheets: string[];
  columns: Column[];
  targets: Target[];
  claims: Claim[];
  rows_sample: string[][];
  match: string[][] | null;
  existing: Existing;
  create_linked: boolean;
  leave_empty: boolean;
  defaults: Record<string, unknown>;
  problems: ProblemError[];
  /** The samples hold characters that were lost. */
  unreadable: boolean;
  earlier: string | null;
  rows: number;
  cursor: number;
  counts: Record<Result, number>;
  /** Rows that came in with a cell left empty. */
  warned: number;
  /** How many records of each object it made. */
  made: Made[];
  /** Several rows may be one record: lines of an order. */
  rows_are_lines: boolean;
  progress: string | null;
  created_at: string;
  finished_at: string | null;
}
export interface ImportChange {
  mapping?: (string | null)[];
  match?: string[][] | null;
  existing?: Existing;
  create_linked?: boolean;
  leave_empty?: boolean;
  defaults?: Record<string, unknown>;
  encoding?: string;
  delimiter?: string;
  header?: boolean;
  sheet?: string;
}
export interface CellProblem {
  field: string;
  code: string;
  value: string;
  /** The heading of the column in the file. */
  column: string;
  message: string;
  /** The message with column and cell. */
  sentence: string;
  left_empty: boolean;
}
export type PreviewAction = "create" | "update" | "unchanged" | "skip" | "fail";
export interface FieldChange {
  field: string;
  before: Value;
  after: Value;
}
export interface PreviewRow {
  /** The row's number in the file, as a spreadsheet program shows it. */
  row: number;
  action: PreviewAction;
  record: string | null;
  values: Record<string, Value>;
  changes: FieldChange[];
  problems: CellProblem[];
}
export interface Preview {
  rows: PreviewRow[];
  /** The first rows with problems among all that were checked. */
  problem_rows: PreviewRow[];
  checked: number;
  counts: Partial<Record<PreviewAction, number>>;
  warned: number;
  /** How many records the new rows would be. */
  records: number;
  /** Records of other objects that would be made. */
  creates: Made[];
  notes: string[];
}
export interface FailedRow {
  row: number;
  taken: boolean;
  cells: string[];
  problems: CellProblem[];
}

export const importKeys = {
  one: (id: string) => ["imports", id] as const,
  preview: (id: string, of: unknown) => ["imports", id, "preview", of] as const,
  problems: (id: string) => ["imports", id, "problems"] as const,
};

export function upload(object: string, file: File): Promise<Import> {
  const form = new FormData();
  form.append("object", object);
  form.append("file", file);
  return post<Import>("/imports", form);
}
export const getImport = (id: string) => get<Import>(`/imports/${id}`);
export const changeImport = (id: string, change: ImportChange) => patch<Import>(`/imports/${id}`, change);
export const previewImport = (id: string, rows: number) =>
  post<Preview>(`/imports/${id}/preview`, {}, { query: { rows } });
export const runImport = (id: string, again: boolean) => post<Import>(`/imports/${id}/run`, { again });
export const cancelImport = (id: string) => post<Import>(`/imports/${id}/cancel`);
export const failedRows = async (id: string) =>
  (await get<{ rows: FailedRow[] }>(`/imports/${id}/problems`, { limit: 50 })).rows;
export const errorFile = (id: string) => address(`/imports/${id}/errors.csv`);
