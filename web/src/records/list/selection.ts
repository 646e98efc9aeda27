/** Which rows are selected: some by id, or everything the filter matches. */
import { useState } from "react";
import type { Row } from "@/api/types";

export interface Selection {
  ids: ReadonlySet<string>;
  everything: boolean;
  size: number;
  has: (id: string) => boolean;
  toggle: (id: string, range?: boolean) => void;
  setShown: (on: boolean) => void;
  selectEverything: () => void;
  clear: () => void;
}

export function useSelection(rows: Row[], total: number): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const [everything, setEverything] = useState(false);
  const [last, setLast] = useState<string | null>(null);
  return {
    ids,
    everything,
    size: everything ? total : ids.size,
    has: (id) => everything || ids.has(id),
    toggle: (id, range = false) => {
      const next = new Set(everything ? rows.map((row) => row.id) : ids);
      const from = rows.findIndex((row) => row.id === last);
      const to = rows.findIndex((row) => row.id === id);
      if (range && from >= 0 && to >= 0)
        for (const row of rows.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(row.id);
      else if (next.has(id)) next.delete(id);
      else next.add(id);
      setEverything(false);
      setLast(id);
      setIds(next);
    },
    setShown: (on) => {
      setEverything(false);
      setIds(on ? new Set(rows.map((row) => row.id)) : new Set());
    },
    selectEverything: () => setEverything(true),
    clear: () => {
      setEverything(false);
      setIds(new Set());
    },
  };
}
