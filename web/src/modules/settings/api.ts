/** Custom fields and people, over HTTP. */
import { get, patch, post, remove } from "@/api/client";
import type { Text } from "@/api/types";

interface Rows<T> {
  rows: T[];
}
export interface Person {
  id: string;
  email: string;
  name: string;
  active: boolean;
  roles: string[];
  teams: string[];
}
export interface Role {
  key: string;
  label: Text;
}
export interface Team {
  id: string;
  name: string;
}

export const settingsKeys = {
  people: ["people"] as const,
  roles: ["roles"] as const,
  flags: ["waiting", "/settings/audit"] as const,
  owned: (person: string) => ["people", person, "owned"] as const,
};

export const changePassword = (current: string, next: string) =>
  post<void>("/auth/password", { current, new: next });

/** What of the audit log is worth a look and was not looked at yet. */
export const unseenFlags = () => get<{ unseen: number }>("/audit/flags").then(({ unseen }) => unseen);

export const listPeople = async () => (await get<Rows<Person>>("/admin/users")).rows;
export const listRoles = async () => (await get<Rows<Role>>("/roles")).rows;
export const addPerson = (person: {
  email: string;
  name: string;
  password: string | null;
  language: string;
  roles: string[];
}) => post<Person>("/admin/users", person);
export const changePerson = (id: string, change: { roles?: string[]; active?: boolean }) =>
  patch<Person>(`/admin/users/${id}`, change);

export interface Owned {
  object: string;
  label: Text;
  count: number;
}
export const viewAs = (person: string) => post<{ note: string }>(`/auth/view-as/${person}`);
export const listOwned = async (person: string) =>
  (await get<Rows<Owned>>(`/admin/users/${person}/owned`)).rows;
export const handOver = (person: string, to: string, byObject: Record<string, string>) =>
  post<{ progress: string; request: string }>(`/admin/users/${person}/hand-over`, {
    to,
    by_object: byObject,
  });

export const removeField = (object: string, key: string) =>
  remove(`/objects/${object}/fields/${key.replace(/^custom\./, "")}`);
