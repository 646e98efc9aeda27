/** Segments and what they are made of, over HTTP. */
import { get, post } from "@/api/client";
import type { FilterNode, ObjectMeta, Text } from "@/api/types";

export interface Counted {
  value: number;
  ms: number;
}
export interface AggregateRow {
  group: unknown[];
  measures: (number | string | null)[];
}
export interface GroupBy {
  field: string;
  by?: string;
}
export interface Measure {
  fn: "count" | "sum" | "avg" | "min" | "max";
  field?: string;
}
/** A row of the object "segment". */
export interface Segment {
  id: string;
  version: number;
  name: string;
  target: string;
  filter: FilterNode | null;
  member_count: number | null;
  refreshed_at: string | null;
}

/** What the server knows of a saved segment's members. */
export interface PortraitData {
  count: number;
  groups: { field: string; label: Text; rows: { key: string | null; label: Text; count: number }[] }[];
  totals: { field: string; label: Text; sum: string; average: string }[];
  history: { at: string; count: number }[];
}

export const segmentKeys = {
  count: (object: string, filter: unknown) => ["segments", "count", object, filter] as const,
  sentence: (object: string, filter: unknown) => ["segments", "sentence", object, filter] as const,
  portrait: (object: string, filter: unknown) => ["segments", "portrait", object, filter] as const,
  saved: (id: string) => ["segments", "saved", id] as const,
  members: (object: string, filter: unknown) => ["records", object, "members", filter] as const,
};

export const countMembers = (object: string, filter: FilterNode | null) =>
  post<Counted>("/segments/count", { object, filter });
export const describe = (object: string, filter: FilterNode | null) =>
  post<{ en: string; zh: string }>("/filters/describe", { object, filter });
export const refreshSegment = (id: string) => post<unknown>(`/segments/${id}/refresh`);
export const getPortrait = (id: string) => get<PortraitData>(`/segments/${id}/portrait`);
export const aggregate = async (
  object: string,
  filter: FilterNode | null,
  group: GroupBy[],
  measures: Measure[] = [{ fn: "count" }],
) => (await post<{ rows: AggregateRow[] }>(`/records/${object}/aggregate`, { filter, group, measures })).rows;

/** Objects a segment can be of: people and firms, not what happens to them. */
export const segmentable = (object: ObjectMeta): boolean => ["contact", "company"].includes(object.key);
