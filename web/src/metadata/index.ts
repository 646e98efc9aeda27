/** What the workspace is made of: objects, fields, relations, rights, and their names in the reader's language. */
import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { get } from "@/api/client";
import { keys } from "@/api/keys";
import type { FieldMeta, Meta, ObjectMeta, Row, Text, Value } from "@/api/types";
import { type Language, language, useLanguage } from "@/lib/strings";

export const metaQuery = queryOptions({
  queryKey: keys.meta,
  queryFn: () => get<Meta>("/meta"),
  staleTime: 5 * 60_000,
});

export function useMeta(): Meta {
  return useSuspenseQuery(metaQuery).data;
}

export function say(text: Text | string | null | undefined, lang: Language = language()): string {
  if (!text) return "";
  if (typeof text === "string") return text;
  return lang === "en" ? text.en || text.zh : text.zh || text.en;
}

/** A function that speaks labels in the reader's language, and again when the language changes. */
export function useSay(): (text: Text | string | null | undefined) => string {
  const lang = useLanguage();
  return (text) => say(text, lang);
}

export function objectOf(meta: Meta, key: string): ObjectMeta | undefined {
  return meta.objects.find((object) => object.key === key);
}

export function useObject(key: string): ObjectMeta | undefined {
  return objectOf(useMeta(), key);
}

/** The field of a path: "city", "custom.level", or through a lookup "company.industry", "custom.firm.industry". */
export function fieldOf(meta: Meta, object: ObjectMeta, path: string): FieldMeta | undefined {
  const own = object.fields.find((field) => pathOf(field) === path || field.key === path);
  if (own) return own;
  const through = object.fields.find(
    (field) => field.kind === "lookup" && path.startsWith(`${pathOf(field)}.`),
  );
  const target = through?.settings.object ? objectOf(meta, through.settings.object) : undefined;
  return through && target && fieldOf(meta, target, path.slice(pathOf(through).length + 1));
}

/** How a field is named in filters, sorts and rows: custom fields live under "custom.". */
export function pathOf(field: FieldMeta): string {
  return field.custom && !field.key.startsWith("custom.") ? `custom.${field.key}` : field.key;
}

export function valueIn(row: Row, field: FieldMeta): Value {
  if (!field.custom) return row[field.key] as Value;
  const key = field.key.replace(/^custom\./, "");
  return row.custom?.[key] ?? (row[`custom.${key}`] as Value);
}

/** The body that sets fields: custom ones nested under "custom". */
export function bodyOf(changes: readonly (readonly [FieldMeta, unknown])[]): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  const custom: Record<string, unknown> = {};
  for (const [field, value] of changes) {
    if (field.custom) custom[field.key.replace(/^custom\./, "")] = value;
    else body[field.key] = value;
  }
  if (Object.keys(custom).length) body.custom = custom;
  return body;
}

export function titleOf(object: ObjectMeta, row: Row): string {
  const value = row[object.title_field];
  if (typeof value === "string") return value;
  if (typeof row.title === "string" && object.title_field !== "title") return row.title;
  if (value && typeof value === "object" && "title" in value) return String(value.title);
  return value == null ? "" : String(value);
}

/** The currency amounts of a field are kept in. */
export function currencyOf(meta: Meta, field: FieldMeta): string {
  return field.settings.currencies?.[0] ?? meta.currency;
}

export function useMay(): (object: string, action: string) => boolean {
  const meta = useMeta();
  return (object, action) => objectOf(meta, object)?.actions.includes(action) ?? false;
}

/** A name as it stands inside an English sentence: "contact", but "API token"; Chinese stays as it is. */
export const inSentence = (name: string) =>
  /^[A-Z][a-z]/.test(name) ? name[0]?.toLowerCase() + name.slice(1) : name;
