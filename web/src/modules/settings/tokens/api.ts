/** Tokens over HTTP. */
import { get, post, remove } from "@/api/client";
import type { components } from "@/api/schema";

type Schemas = components["schemas"];
export type Token = Schemas["TokenOut"];
export type TokenOfPerson = Schemas["TokenOfPerson"];
type Made = Schemas["TokenMade"];

export const tokenKeys = {
  mine: ["tokens", "mine"] as const,
  all: ["tokens", "all"] as const,
};

export const listTokens = async () => (await get<Schemas["Tokens"]>("/auth/tokens")).rows;
export const listAllTokens = async () => (await get<Schemas["TokensOfAll"]>("/admin/tokens")).rows;
export const makeToken = (name: string, scopes: readonly string[], days: number | null) =>
  post<Made>("/auth/tokens", { name, scopes, expires_in_days: days });
export const rotateToken = (id: string) => post<Made>(`/auth/tokens/${id}/rotate`);
export const revokeToken = (id: string) => remove(`/auth/tokens/${id}`);
