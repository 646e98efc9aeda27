/** Segments and what they are made of, over HTTP. */
import { post } from "@/api/client";
import type { FilterNode, ObjectMeta } from "@/api/types";

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
  object_key: string;
  filter: FilterNode | null;
  member_count: number | null;
  refreshed_at: string | null;
}

export const segmentKeys = {
  count: (object: string, filter: unknown) => ["segments", "count", object, filter] as const,
  sentence: (object: string, filter: unknown) => ["segments", "sentence", object, filter] as const,
  portrait: (object: string, filter: unknown) => ["segments", "portrait", object, filter] as const,
  members: (object: string, filter: unknown) => ["records", object, "members", filter] as const,
};

export const countMembers = (object: string, filter: FilterNode | null) =>
  post<Counted>("/segments/count", { object, filter });
export const describe = (object: string, filter: FilterNode | null) =>
  post<{ en: string; zh: string }>("/filters/describe", { object, filter });
export const refreshSegment = (id: string) => post<unknown>(`/segments/${id}/refresh`);
export const aggregate = async (
  object: string,
  filter: FilterNode | null,
  group: GroupBy[],
  measures: Measure[] = [{ fn: "count" }],
) => (await post<{ rows: AggregateRow[] }>(`/records/${object}/aggregate`, { filter, group, measures })).rows;

/** Objects a segment can be of: people and firms, not what happens to them. */
export const segmentable = (object: ObjectMeta): boolean => ["contact", "company"].includes(object.key);
