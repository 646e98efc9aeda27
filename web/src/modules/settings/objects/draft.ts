/** An object while it is being made or changed: what its form holds, and the body it becomes. */
import { keyFrom } from "@/records/own/draft";
import type { Tone } from "@/ui/tone";
import type { MadeObject, NewObject, ObjectChanges } from "./api";

export const ACCESSES = ["usual", "read", "closed"] as const;
export type Access = (typeof ACCESSES)[number];

/** A pattern to begin with. */
const FIRST_SERIES = "NO-{year}-{n:04}";

export interface Draft {
  en: string;
  zh: string;
  plural: string;
  titleEn: string;
  titleZh: string;
  /** Whether people write titles, or the house gives numbers. */
  named: "written" | "numbered";
  series: string;
  /** The choice its records move along. */
  stages: string;
  key: string;
  icon: string;
  color: Tone;
  access: Access;
  columns: string[];
}

export function draftOf(object: MadeObject | null): Draft {
  return {
    en: object?.label.en ?? "",
    zh: object?.label.zh ?? "",
    plural: object?.plural ?? "",
    titleEn: object?.title.en ?? "Name",
    titleZh: object?.title.zh ?? "名称",
    named: object?.series ? "numbered" : "written",
    series: object?.series || FIRST_SERIES,
    stages: object?.stages ?? "",
    key: object?.key ?? "",
    icon: object?.icon ?? "box",
    color: (object?.color ?? "accent") as Tone,
    access: (object?.access ?? "usual") as Access,
    columns: object?.columns ?? [],
  };
}

/** "Contract" -> "Contracts", "Company" -> "Companies": a beginning, for whoever leaves the plural empty. */
export function pluralOf(name: string): string {
  const word = name.trim();
  if (/[^aeiou]y$/i.test(word)) return `${word.slice(0, -1)}ies`;
  if (/(s|x|z|ch|sh)$/i.test(word)) return `${word}es`;
  return /[a-z]$/i.test(word) ? `${word}s` : word;
}

const label = (en: string, zh: string) => ({ en: en.trim() || zh.trim(), zh: zh.trim() || en.trim() });

/** What the API takes to change an object. */
export function changesFrom(draft: Draft): ObjectChanges {
  const name = label(draft.en, draft.zh);
  return {
    label: name,
    plural: draft.plural.trim() || pluralOf(name.en),
    title: label(draft.titleEn, draft.titleZh),
    icon: draft.icon,
    color: draft.color,
    columns: draft.columns,
    series: draft.named === "numbered" ? draft.series : "",
    stages: draft.stages,
  };
}

export const keyOf = (draft: Draft, taken: readonly string[]): string =>
  draft.key || keyFrom(draft.en || draft.zh, taken, "object");

/** What the API takes to make one. */
export function newObject(draft: Draft, taken: readonly string[]): NewObject {
  const { label: name, plural, title, icon, color, series } = changesFrom(draft) as Required<ObjectChanges>;
  return {
    key: keyOf(draft, taken),
    label: name ?? label(draft.en, draft.zh),
    plural: plural ?? "",
    title: title ?? label(draft.titleEn, draft.titleZh),
    icon: icon ?? "box",
    color: color ?? "accent",
    columns: [],
    series: series ?? "",
    access: draft.access,
  };
}
