/** Attributes of people, over HTTP. */
import { call, get, remove } from "@/api/client";
import type { components } from "@/api/schema";
import type { Text } from "@/api/types";

export type NotedAttribute = components["schemas"]["AttributeOut"];
export type Values = Record<string, string[]>;
export interface AttributeBody {
  label: Text;
  options: { key: string; label: Text }[];
}

export const attributeKeys = {
  all: ["attributes"] as const,
  of: (person: string) => ["attributes", person] as const,
};

export const listAttributes = () =>
  get<{ rows: NotedAttribute[] }>("/rights/attributes").then(({ rows }) => rows);
export const saveAttribute = (key: string, body: AttributeBody) =>
  call<{ rows: NotedAttribute[] }>("PUT", `/rights/attributes/${key}`, { body }).then(({ rows }) => rows);
export const removeAttribute = (key: string) => remove(`/rights/attributes/${key}`);

export const valuesOf = (person: string) =>
  get<{ values: Values }>(`/admin/users/${person}/attributes`).then(({ values }) => values);
export const noteValues = (person: string, values: Values) =>
  call<{ values: Values }>("PUT", `/admin/users/${person}/attributes`, { body: { values } });
