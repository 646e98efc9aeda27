/** A custom field while it is being made: its key from its name, its settings by kind. */
import type { FieldClass, FieldMeta, Option, Text } from "@/api/types";
import type { Tone } from "@/ui/tone";
import type { NewField, NewKind } from "./api";

export interface DraftOption {
  key: string;
  en: string;
  zh: string;
  color: Tone;
}
export interface Draft {
  key: string;
  kind: NewKind;
  en: string;
  zh: string;
  required: boolean;
  fieldClass: FieldClass;
  options: DraftOption[];
  object: string;
  places: number;
  stars: number;
  pattern: string;
  start: number;
  expression: string;
}

/** Kinds an administrator may choose; structured data is made by programs. */
export const KINDS: NewKind[] = [
  "text",
  "long_text",
  "choice",
  "multi_choice",
  "tags",
  "number",
  "money",
  "percent",
  "rating",
  "duration",
  "auto_number",
  "formula",
  "boolean",
  "date",
  "datetime",
  "email",
  "phone",
  "url",
  "address",
  "person",
  "lookup",
];
/** How delicate a field is, from what anybody may know to what harms somebody. */
export const CLASSES: readonly FieldClass[] = ["public", "internal", "personal", "sensitive"];
export const TONES: Tone[] = ["neutral", "accent", "good", "warn", "danger", "violet"];

export const hasOptions = (kind: NewKind): boolean => kind === "choice" || kind === "multi_choice";

export const hasPlaces = (kind: NewKind): boolean => ["number", "percent", "formula"].includes(kind);
/** What the house fills: it is neither entered nor required. */
export const isFilled = (kind: NewKind): boolean => kind === "auto_number" || kind === "formula";

export const blankOption = (): DraftOption => ({ key: "", en: "", zh: "", color: "neutral" });

export function draftOf(field: FieldMeta | null): Draft {
  const options = (field?.settings.options ?? []).map((option: Option) => ({
    key: option.key,
    en: option.label.en,
    zh: option.label.zh,
    color: (option.color ?? "neutral") as Tone,
  }));
  return {
    key: field?.key.replace(/^custom\./, "") ?? "",
    kind: field?.computed ?? field?.kind ?? "text",
    en: field?.label.en ?? "",
    zh: field?.label.zh ?? "",
    required: field?.required ?? false,
    fieldClass: field?.field_class ?? "internal",
    options: options.length ? options : [blankOption(), blankOption()],
    object: field?.settings.object ?? "contact",
    places: Number(field?.settings.places ?? 2),
    stars: field?.settings.stars ?? 5,
    pattern: field?.settings.pattern ?? "{year}-{n:04}",
    start: field?.settings.start ?? 1,
    expression: field?.settings.expression ?? "",
  };
}

/** "Customer level" -> "customer_level"; nothing usable (all Chinese) -> "field_7". */
export function keyFrom(name: string, taken: readonly string[], otherwise = "field"): string {
  const base = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[_0-9]+|_+$/g, "")
    .slice(0, 36);
  const bare = taken.map((key) => key.replace(/^custom\./, ""));
  if (base && !bare.includes(base)) return base;
  for (let number = base ? 2 : bare.length + 1; ; number++) {
    const key = `${base || otherwise}_${number}`;
    if (!bare.includes(key)) return key;
  }
}

/** The options that have a name; new ones get a key from it. */
export function optionsFrom(drafts: readonly DraftOption[]): { key: string; label: Text; color: Tone }[] {
  const used = drafts.map((option) => option.key).filter(Boolean);
  return drafts
    .filter((option) => option.en.trim() || option.zh.trim())
    .map((option) => {
      const label = { en: option.en.trim() || option.zh.trim(), zh: option.zh.trim() || option.en.trim() };
      const key = option.key || keyFrom(label.en, used);
      used.push(key);
      return { key, label, color: option.color };
    });
}

export function fieldFrom(draft: Draft, taken: readonly string[]): NewField {
  const label = { en: draft.en.trim() || draft.zh.trim(), zh: draft.zh.trim() || draft.en.trim() };
  const settings: Record<string, unknown> = {};
  if (hasOptions(draft.kind)) settings.options = optionsFrom(draft.options);
  if (draft.kind === "lookup") settings.object = draft.object;
  if (hasPlaces(draft.kind)) settings.places = draft.places;
  if (draft.kind === "rating") settings.stars = draft.stars;
  if (draft.kind === "auto_number") Object.assign(settings, { pattern: draft.pattern, start: draft.start });
  if (draft.kind === "formula") settings.expression = draft.expression;
  return {
    key: draft.key || keyFrom(label.en, taken),
    kind: draft.kind,
    label,
    settings,
    required: draft.required,
    field_class: draft.fieldClass,
  };
}
