/** Own fields of an object, over HTTP. */
import { patch, post } from "@/api/client";
import type { FieldClass, FieldKind, FieldMeta, Text } from "@/api/types";

export interface NewField {
  key: string;
  kind: FieldKind;
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
