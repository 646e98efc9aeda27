/** Roles, what they may do, and sharing rules, over HTTP. */
import { call, get, patch, post, remove } from "@/api/client";
import type { components } from "@/api/schema";
import type { FilterNode, Text } from "@/api/types";

type Schemas = components["schemas"];
export type Matrix = Schemas["Matrix"];
export type RoleRights = Schemas["RoleRights"];
export type MatrixObject = Schemas["ObjectOfMatrix"];
export type MatrixField = Schemas["FieldOfMatrix"];
export type Scope = "none" | "own" | "team" | "department" | "all";
export type FieldAccess = "hidden" | "masked" | "view" | "edit";
export type Parts = Pick<Schemas["RoleChanges"], "objects" | "fields" | "classes" | "follows">;
export type Rule = Omit<Schemas["RuleOut"], "filter"> & { filter: FilterNode };
export type NewRule = Omit<Rule, "id" | "version" | "sentence">;

export const SCOPES: readonly Scope[] = ["none", "own", "team", "department", "all"];
export const ACCESSES: readonly FieldAccess[] = ["hidden", "masked", "view", "edit"];

export const rightsKeys = { matrix: ["rights"] as const, rules: ["rights", "rules"] as const };

export const getMatrix = () => get<Matrix>("/rights/matrix");
export const addRole = (role: { key: string; label: Text; base: string }) =>
  post<Matrix>("/rights/roles", role);
export const changeRole = (key: string, version: number, change: Parts & { label?: Text }) =>
  patch<Matrix>(`/rights/roles/${key}`, change, { version });
export const removeRole = (key: string) => remove(`/rights/roles/${key}`);

export const listRules = () => get<{ rows: Rule[] }>("/rights/rules").then(({ rows }) => rows);
export const addRule = (rule: NewRule) => post<Rule>("/rights/rules", rule);
export const changeRule = (id: string, version: number, body: NewRule) =>
  call<Rule>("PUT", `/rights/rules/${id}`, { body, version });
export const removeRule = (id: string) => remove(`/rights/rules/${id}`);
