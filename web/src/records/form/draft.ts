/** What was typed before a form was left, kept until it is saved or this tab is closed. */
import type { Value } from "@/api/types";

export type Values = Record<string, Value>;

export function readDraft(object: string): Values {
  try {
    return JSON.parse(sessionStorage.getItem(`zhike.draft.${object}`) ?? "{}");
  } catch {
    return {};
  }
}
