/** The audit log, over HTTP. */
import { get, patch, post } from "@/api/client";
import type { components } from "@/api/schema";

type Schemas = components["schemas"];
export type AuditEntry = Schemas["AuditEntry"];
export type AuditWords = Schemas["AuditWords"];

/** As the address of the page says it; days are those of the reader. */
export interface AuditSearch {
  person?: string;
  object?: string;
  verb?: string;
  via?: string;
  record?: string;
  since?: string;
  until?: string;
}

export const auditKeys = {
  words: ["audit", "words"] as const,
  keeping: ["audit", "keeping"] as const,
  list: (search: AuditSearch) => ["audit", "list", search] as const,
};

const DAY = 86_400_000;
const start = (day: string, after = 0) => new Date(Date.parse(`${day}T00:00`) + after).toISOString();

/** The filter as the server takes it: both days are included. */
export function filterOf({ since, until, ...rest }: AuditSearch): Record<string, string> {
  const filter: Record<string, string> = { ...rest };
  if (since) filter.since = start(since);
  if (until) filter.until = start(until, DAY);
  return filter;
}

export const readWords = () => get<AuditWords>("/audit/words");
export const readLog = (search: AuditSearch, cursor: string | null) =>
  get<Schemas["AuditPage"]>("/audit", { ...filterOf(search), cursor, limit: 50 });
export const seeFlags = () => post<void>("/audit/flags/seen", {});

export type Keeping = Schemas["KeepingOut"];
export const readKeeping = () => get<Keeping>("/audit/keeping");
export const changeKeeping = (months: number | null) => patch<Keeping>("/audit/keeping", { months });
