/** Access reviews, over HTTP. */
import { address, get, post } from "@/api/client";
import type { components } from "@/api/schema";

export type Review = components["schemas"]["ReviewOut"];
export type ReviewWithItems = components["schemas"]["ReviewWithItems"];
export type ReviewItem = components["schemas"]["ReviewItemOut"];
export type Verdict = components["schemas"]["VerdictOut"];

export const reviewKeys = {
  all: ["reviews"] as const,
  list: ["reviews", "list"] as const,
  mine: ["reviews", "mine"] as const,
  one: (id: string) => ["reviews", id] as const,
};

export const listReviews = async () => (await get<{ rows: Review[] }>("/rights/reviews")).rows;
export const listMine = async () => (await get<{ rows: ReviewWithItems[] }>("/rights/reviews/mine")).rows;
export const countMine = async () => (await get<{ count: number }>("/rights/reviews/mine/count")).count;
export const readReview = (id: string) => get<ReviewWithItems>(`/rights/reviews/${id}`);
export const startReview = (review: { name: string; due_on: string; roles: string[] }) =>
  post<ReviewWithItems>("/rights/reviews", review);
export const confirmItems = (review: string, items: string[], note: string) =>
  post<void>(`/rights/reviews/${review}/confirm`, { items, note });
export const withdrawItem = (review: string, item: string, note: string) =>
  post<void>(`/rights/reviews/${review}/withdraw`, { item, note });
export const undoItem = (review: string, item: string) =>
  post<void>(`/rights/reviews/${review}/undo`, { item });
export const assignItems = (review: string, items: string[], reviewer: string) =>
  post<void>(`/rights/reviews/${review}/assign`, { items, reviewer });
export const closeReview = (id: string) => post<ReviewWithItems>(`/rights/reviews/${id}/close`);
export const resultFile = (id: string) => address(`/rights/reviews/${id}/result`);
export const verifyResult = (document: string) => post<Verdict>("/rights/reviews/verify", { document });
