/** Own fields of an object, over HTTP. */
import { get, patch, post } from "@/api/client";
import type { components } from "@/api/schema";
import type { FieldClass, FieldKind, FieldMeta, Text } from "@/api/types";

/** A field is made of a kind, or by a formula, which says the kind itself. */
export type NewKind = FieldKind | "formula";
export type FormulaFunction = components["schemas"]["FormulaFunctionOut"];
/** A formula that was tried: the field it would make and what it gives for the records changed last, or what is wrong. */
export type TriedFormula = Omit<components["schemas"]["FormulaTriedOut"], "field"> & {
  field: FieldMeta | null;
};

export interface NewField {
  key: string;
  kind: NewKind;
  label: Text;
  settings: Record<string, unknown>;
  required: boolean;
  field_class: FieldClass;
}

const bare = (key: string) => key.replace(/^custom\./, "");
export const addField = (object: string, field: NewField) =>
  post<FieldMeta>(`/objects/${object}/fields`, field);
export const changeField = (object: string, key: string, change: Partial<NewField>) =>
  patch<FieldMeta>(`/objects/${object}/fields/${bare(key)}`, change);
export const formulaFunctions = () => get<FormulaFunction[]>("/formula-functions");
export const tryFormula = (object: string, formula: { expression: string; places: number; key?: string }) =>
  post<TriedFormula>(`/objects/${object}/formula`, formula);
