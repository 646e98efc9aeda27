/** Objects of the workspace's own, over HTTP. */
import { call, get, patch, post } from "@/api/client";
import type { components } from "@/api/schema";

export type MadeObject = components["schemas"]["MadeObject"];
export type NewObject = components["schemas"]["NewObject"];
export type ObjectChanges = components["schemas"]["ObjectChanges"];

export const objectKeys = { all: ["objects"] as const };

export const listObjects = () => get<MadeObject[]>("/objects");
export const addObject = (body: NewObject) => post<MadeObject>("/objects", body);
export const changeObject = (key: string, body: ObjectChanges) => patch<MadeObject>(`/objects/${key}`, body);
export const restoreObject = (key: string) => post<MadeObject>(`/objects/${key}/restore`);
export const deleteObject = (key: string, confirm: string) =>
  call<void>("DELETE", `/objects/${key}`, { query: { confirm } });
