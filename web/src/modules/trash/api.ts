/** The trash, over HTTP. */
import { get, post } from "@/api/client";
import type { components } from "@/api/schema";

export type Trashed = components["schemas"]["TrashedOut"];
type Page = components["schemas"]["TrashOut"];

export const trashKeys = {
  all: ["trash"] as const,
  list: (object: string, q: string) => ["trash", object, q] as const,
};
export const listTrash = (object: string, q: string, cursor: string | null) =>
  get<Page>("/trash", { object, q, cursor, limit: 50 });
export const restoreMany = (object: string, ids: string[]) =>
  post<{ changed: number }>(`/records/${object}/restore`, { ids });
