/** Small shared reads: colleagues, jobs, regions, guides, search. */
import { get } from "./client";
import type { Job, PersonRef, Region, SearchGroup } from "./types";

interface UserOut {
  id: string;
  name?: string;
  title?: string;
  email?: string;
}
export interface Colleague extends PersonRef {
  email: string;
}

function listOf<T>(answer: T[] | Record<string, T[]>): T[] {
  return Array.isArray(answer) ? answer : (Object.values(answer).find(Array.isArray) ?? []);
}

export const findUsers = async (q: string): Promise<Colleague[]> =>
  listOf(await get<UserOut[] | { users: UserOut[] }>("/users", { q })).map(({ id, name, title, email }) => ({
    id,
    title: name ?? title ?? "",
    email: email ?? "",
  }));
export const listJobs = async (): Promise<Job[]> => listOf(await get<Job[] | { jobs: Job[] }>("/jobs"));
export const listRegions = async (): Promise<Region[]> =>
  listOf(await get<Region[] | { regions: Region[] }>("/regions"));
export const search = (q: string, object?: string, limit = 5, signal?: AbortSignal) =>
  get<{ groups: SearchGroup[] }>("/search", { q, object, limit }, signal);
export const guide = (page: string, language: string) =>
  get<{ title?: string; markdown?: string; body?: string; text?: string }>(`/guides/${page}`, { language });
