/** Records of any object, over HTTP. */
import { callTold, get, patch, post, remove } from "./client";
import type {
  BulkPreview,
  FilterNode,
  NewShare,
  Page,
  RecordLink,
  RecordRights,
  Row,
  Share,
  TimelineItem,
  Undone,
  UndonePart,
  Value,
  View,
} from "./types";

export interface ListQuery {
  filter?: FilterNode | null;
  sort?: string;
  fields?: string[];
  limit?: number;
  cursor?: string | null;
  count?: "none" | "capped" | "exact";
}

export function listRecords(object: string, query: ListQuery, signal?: AbortSignal): Promise<Page> {
  const { filter, fields, ...rest } = query;
  return get<Page>(
    `/records/${object}`,
    { ...rest, filter: filter ? JSON.stringify(filter) : null, fields: fields?.join(",") ?? null },
    signal,
  );
}
export const getRecord = (object: string, id: string) => get<Row>(`/records/${object}/${id}`);
export const createRecord = (object: string, values: object) =>
  post<Row>(`/records/${object}`, values, { idempotent: true });
export const patchRecord = (object: string, id: string, version: number, values: object) =>
  patch<Row>(`/records/${object}/${id}`, values, { version });
/** The same, with the request to undo it by. */
export const editRecord = async (object: string, id: string, version: number, values: object) => {
  const { answer, request } = await callTold<Row>("PATCH", `/records/${object}/${id}`, {
    body: values,
    version,
  });
  return { row: answer, request };
};
export const deleteRecord = (object: string, id: string, version: number) =>
  remove(`/records/${object}/${id}`, { version });
export const findAlike = (object: string, values: object) =>
  post<Page>(`/records/${object}/alike`, { values });
export const restoreRecord = (object: string, id: string) => post<Row>(`/records/${object}/${id}/restore`);
export const bulkRecords = (
  object: string,
  body: {
    ids?: string[];
    filter?: FilterNode | null;
    set?: object;
    add?: object;
    remove?: object;
    delete?: boolean;
  },
) => post<{ changed: number; request: string }>(`/records/${object}/bulk`, body, { idempotent: true });
/** How many of the records the reader may edit, and how many they may delete. */
export const previewBulk = (object: string, which: { ids: string[] } | { filter: FilterNode }) =>
  post<BulkPreview>(`/records/${object}/bulk/preview`, which);
/** Takes back what an earlier request did, or a part of it, as far as nothing newer stands in the way. */
export const undoRequest = (request: string, part?: UndonePart) =>
  post<Undone>("/undo", { request, ...part });
/** The values of a field and how many records have each, most used first. */
export async function countByValue(
  object: string,
  field: string,
): Promise<{ value: string; count: number }[]> {
  const { rows } = await post<{ rows: { group: [string | null]; measures: [number] }[] }>(
    `/records/${object}/aggregate`,
    { group: [{ field }], measures: [{ fn: "count" }] },
  );
  return rows
    .flatMap(({ group: [value], measures: [count] }) => (value === null ? [] : [{ value, count }]))
    .sort((one, other) => other.count - one.count);
}
export async function aggregateRecords(
  object: string,
  filter: FilterNode | null,
  field: string,
): Promise<{ sum: number | null; average: number | null }> {
  const measures = [
    { fn: "sum", field },
    { fn: "avg", field },
  ];
  const { rows } = await post<{ rows: { measures: unknown[] }[] }>(`/records/${object}/aggregate`, {
    filter,
    measures,
  });
  const number = (found: unknown) => {
    const amount = found && typeof found === "object" ? (found as { amount?: unknown }).amount : found;
    return amount === null || amount === undefined ? null : Number(amount);
  };
  const [sum, average] = rows[0]?.measures ?? [];
  return { sum: number(sum), average: number(average) };
}
export const timelineOf = (object: string, id: string, before: string | null) =>
  get<{ items: TimelineItem[]; next: string | null }>(`/records/${object}/${id}/timeline`, {
    before,
    limit: 30,
  });
export const relatedOf = (object: string, id: string, relation: string, limit = 5, sort = "") =>
  get<Page>(`/records/${object}/${id}/related/${relation}`, { limit, sort, count: "capped" });

const linksPath = (object: string, id: string) => `/records/${object}/${id}/links` as const;
export const linksOf = (object: string, id: string) => get<RecordLink[]>(linksPath(object, id));
export const addLink = (object: string, id: string, target: string, kind: string) =>
  post<RecordLink[]>(linksPath(object, id), { target, kind });
export const removeLink = (object: string, id: string, { id: target, kind }: RecordLink) =>
  remove(`${linksPath(object, id)}/${target}?kind=${encodeURIComponent(kind)}`);

/** Who sees a record costs a look at everybody; what the reader may do does not. */
export const rightsOf = (object: string, id: string, people: boolean) =>
  get<RecordRights>(`/records/${object}/${id}/rights`, { people });
export const sharesOf = (object: string, id: string) =>
  get<{ rows: Share[] }>(`/records/${object}/${id}/shares`).then(({ rows }) => rows);
export const addShare = (object: string, id: string, share: NewShare) =>
  post<{ rows: Share[] }>(`/records/${object}/${id}/shares`, share);
export const removeShare = (object: string, id: string, share: string) =>
  remove(`/records/${object}/${id}/shares/${share}`);
/** Whole values of masked fields by path; told to the record's history with the reason. */
export const revealFields = (object: string, id: string, fields: string[], reason: string) =>
  post<{ values: Record<string, Value> }>(`/records/${object}/${id}/reveal`, { fields, reason });

export const listViews = () => get<View[]>("/views");
export const createView = (view: Pick<View, "object" | "name" | "filter" | "sort" | "columns" | "shared">) =>
  post<View>("/views", view);
export const patchView = (id: string, change: Partial<View>) => patch<View>(`/views/${id}`, change);
export const deleteView = (id: string) => remove(`/views/${id}`);
