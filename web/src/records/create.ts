/** Asking for the create form from anywhere: the "new" button, the palette, the key "c", a related list. */
import { useSyncExternalStore } from "react";
import type { Row, Value } from "@/api/types";

export interface CreateRequest {
  object: string;
  values?: Record<string, Value>;
  /** Called with the new record instead of opening it. */
  onCreated?: (row: Row) => void;
}

let current: CreateRequest | null = null;
const listeners = new Set<() => void>();

export function openCreate(request: CreateRequest | null): void {
  current = request;
  for (const listener of listeners) listener();
}

export function useCreateRequest(): CreateRequest | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}
