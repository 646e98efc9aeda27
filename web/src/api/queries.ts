/** Small shared reads: colleagues, jobs, regions, guides, search. */
import { get } from "./client";
import type { Department, Job, PersonRef, Region, SearchGroup } from "./types";

export interface Colleague extends PersonRef {
  email: string;
}

const rowsOf = <T>({ rows }: { rows: T[] }): T[] => rows;

export const findUsers = (q: string) => get<{ rows: Colleague[] }>("/users", { q }).then(rowsOf);
export const listTeams = () => get<{ rows: { id: string; name: string }[] }>("/teams").then(rowsOf);
export const listDepartments = () => get<{ rows: Department[] }>("/departments").then(rowsOf);
export const listJobs = () => get<{ rows: Job[] }>("/jobs").then(rowsOf);
export const listRegions = () => get<Region[]>("/regions");
export const search = (q: string, object?: string, limit = 5, signal?: AbortSignal) =>
  get<{ groups: SearchGroup[] }>("/search", { q, object, limit }, signal);
export const guides = (language: string) => get<{ page: string; title: string }[]>("/guides", { language });
export const guide = (page: string, language: string) =>
  get<{ page: string; title: string; markdown: string }>(`/guides/${page}`, { language });
