/** Apps of third parties over HTTP: registering them, letting them in, and disconnecting them. */
import { get, patch, post, remove } from "@/api/client";
import type { components } from "@/api/schema";

type Schemas = components["schemas"];
export type App = Schemas["AppOut"];
export type Connection = Schemas["Connection"];
export type Question = Schemas["AppQuestion"];
type Made = Schemas["AppMade"];

export const appKeys = {
  apps: ["apps"] as const,
  mine: ["apps", "mine"] as const,
  people: (id: string) => ["apps", id, "people"] as const,
};

export const askedBy = (query: string) => post<Question>("/oauth/question", { query });
export const answerApp = async (query: string, allow: boolean) =>
  (await post<Schemas["Away"]>("/oauth/answer", { query, allow })).redirect;

export const myConnections = async () => (await get<Schemas["Connections"]>("/auth/apps")).rows;
export const disconnect = (app: string) => remove(`/auth/apps/${app}`);

export const listApps = async () => (await get<Schemas["AppList"]>("/admin/apps")).rows;
export const registerApp = (app: Schemas["NewApp"]) => post<Made>("/admin/apps", app);
export const changeApp = (id: string, change: Schemas["AppChanges"]) =>
  patch<App>(`/admin/apps/${id}`, change);
export const renewSecret = (id: string) => post<Made>(`/admin/apps/${id}/secret`);
export const removeApp = (id: string) => remove(`/admin/apps/${id}`);
export const peopleOf = async (id: string) =>
  (await get<Schemas["Connections"]>(`/admin/apps/${id}/people`)).rows;
export const disconnectPerson = (app: string, person: string) =>
  remove(`/admin/apps/${app}/people/${person}`);
