/** The list a reader came from, so that a record page can say "3 of 1,284" and go to its neighbours. */
import { useSyncExternalStore } from "react";

interface ListContext {
  object: string;
  ids: string[];
  total: { value: number; capped: boolean } | null;
}

let current: ListContext | null = null;
const listeners = new Set<() => void>();

export function rememberList(next: ListContext): void {
  current = next;
  for (const listener of listeners) listener();
}

export interface Neighbours {
  at: number;
  total: { value: number; capped: boolean } | null;
  previous: string | undefined;
  next: string | undefined;
}

export function useNeighbours(object: string, id: string): Neighbours | null {
  const context = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
  const at = context?.object === object ? context.ids.indexOf(id) : -1;
  if (!context || at < 0) return null;
  return { at: at + 1, total: context.total, previous: context.ids[at - 1], next: context.ids[at + 1] };
}
