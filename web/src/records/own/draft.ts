/** A custom field while it is being made: its key from its name, its settings by kind. */
import type { FieldKind, FieldMeta, Option } from "@/api/types";
import type { Tone } from "@/ui/tone";
import type { NewField } from "./api";

export interface DraftOption {
  key: string;
  en: string;
  zh: string;
  color: Tone;
}
export interface Draft {
  key: string;
  kind: FieldKind;
  en: string;
  zh: string;
  required: boolean;
  options: DraftOption[];
  object: string;
  places: number;
}

/** Kinds an administrator may choose; structured data is made by programs. */
export const KINDS: FieldKind[] = [
  "text",
  "long_text",
  "choice",
  "multi_choice",
  "tags",
  "number",
  "money",
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
export const TONES: Tone[] = ["neutral", "accent", "good", "warn", "danger", "violet"];

export const hasOptions = (kind: FieldKind): boolean => kind === "choice" || kind === "multi_choice";

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
    kind: field?.kind ?? "text",
    en: field?.label.en ?? "",
    zh: field?.label.zh ?? "",
    required: field?.required ?? false,
    options: options.length ? options : [blankOption(), blankOption()],
    object: field?.settings.object ?? "contact",
    places: Number(field?.settings.places ?? 2),
  };
}

/** "Customer level" -> "customer_level"; nothing usable (all Chinese) -> "field_7". */
export function keyFrom(name: string, taken: readonly string[]): string {
  const base = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[_0-9]+|_+$/g, "")
    .slice(0, 36);
  const bare = taken.map((key) => key.replace(/^custom\./, ""));
  if (base && !bare.includes(base)) return base;
  for (let number = base ? 2 : bare.length + 1; ; number++) {
    const key = `${base || "field"}_${number}`;
    if (!bare.includes(key)) return key;
  }
}

export function fieldFrom(draft: Draft, taken: readonly string[]): NewField {
  const label = { en: draft.en.trim() || draft.zh.trim(), zh: draft.zh.trim() || draft.en.trim() };
  const settings: Record<string, unknown> = {};
  if (hasOptions(draft.kind)) {
    const used: string[] = draft.options.map((option) => option.key).filter(Boolean);
    settings.options = draft.options
      .filter((option) => option.en.trim() || option.zh.trim())
      .map((option) => {
        const key = option.key || keyFrom(option.en.trim() || option.zh.trim(), used);
        used.push(key);
        return {
          key,
          label: { en: option.en.trim() || option.zh.trim(), zh: option.zh.trim() || option.en.trim() },
          color: option.color,
        };
      });
  }
  if (draft.kind === "lookup") settings.object = draft.object;
  if (draft.kind === "number") settings.places = draft.places;
  return {
    key: draft.key || keyFrom(label.en, taken),
    kind: draft.kind,
    label,
    settings,
    required: draft.required,
  };
}
