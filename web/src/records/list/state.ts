/** What a list shows: its view, filter, sort and columns, all in the address so that it can be sent and gone back to. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { keys } from "@/api/keys";
import { listViews } from "@/api/records";
import type { FieldMeta, FilterNode, ObjectMeta, View } from "@/api/types";
import { usePhone } from "@/lib/media";
import { fieldOf, pathOf, useMeta } from "@/metadata";
import { complete, isTree } from "../filter/tree";

export interface ListSearch {
  view?: string;
  /** Whatever the address says. */
  filter?: unknown;
  sort?: string;
  columns?: string;
  peek?: string;
}
export interface Column {
  path: string;
  field: FieldMeta;
}
export interface ListState {
  views: View[];
  view: View | undefined;
  /** As it is being built, half-made conditions included. */
  draft: FilterNode | null;
  /** As it is asked for. */
  filter: FilterNode | null;
  /** The address holds something that is no filter. */
  unreadable: boolean;
  sort: string;
  columns: Column[];
  peek: string | undefined;
  /** Whether filter, sort or columns differ from the view (or from the object's standard list). */
  dirty: boolean;
  set: (change: Partial<ListSearch>) => void;
  setFilter: (next: FilterNode | null) => void;
  openView: (id: string | undefined) => void;
  reset: () => void;
}

const same = (one: unknown, other: unknown) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/** The usual columns with those first that a narrow screen has room for: the title, the stage, an amount. */
function forPhone({ columns, title_field, stage_field, fields }: ObjectMeta): string[] {
  const kind = (path: string) => fields.find((field) => pathOf(field) === path)?.kind;
  const stage = stage_field ?? columns.find((path) => kind(path) === "choice");
  const amount =
    columns.find((path) => kind(path) === "money") ?? columns.find((path) => kind(path) === "number");
  const first = [title_field, stage, amount].filter((path) => path && columns.includes(path)) as string[];
  return [...new Set([...first, ...columns])];
}

export function useListState(object: ObjectMeta): ListState {
  const phone = usePhone();
  const meta = useMeta();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as ListSearch;
  const all = useQuery({ queryKey: keys.views, queryFn: listViews, staleTime: 60_000 });
  const views = (all.data ?? []).filter((view) => view.object === object.key);
  const view = views.find((one) => one.id === search.view);
  const unreadable = search.filter !== undefined && !isTree(search.filter);
  const filter = complete((isTree(search.filter) ? search.filter : view?.filter) ?? null);
  const [building, setBuilding] = useState<FilterNode | null>(null);
  const sort = search.sort ?? (view?.sort || object.sort);
  const paths = search.columns?.split(",") ?? view?.columns ?? (phone ? forPhone(object) : object.columns);
  const columns = paths.flatMap((path) => {
    const field = fieldOf(meta, object, path);
    return field ? [{ path: path.includes(".") ? path : pathOf(field), field }] : [];
  });
  const go = (next: ListSearch, replace: boolean) =>
    void navigate({ to: ".", search: next as never, replace });
  const set = (change: Partial<ListSearch>) => {
    const next = Object.fromEntries(
      Object.entries({ ...search, ...change }).filter(([, value]) => value !== undefined),
    );
    go(next, true);
  };
  return {
    views,
    view,
    draft: same(complete(building), filter) ? building : filter,
    filter,
    unreadable,
    sort,
    columns,
    peek: search.peek,
    dirty: search.filter !== undefined || search.sort !== undefined || search.columns !== undefined,
    set,
    setFilter: (next) => {
      setBuilding(next);
      const asked = complete(next);
      if (!same(asked, filter)) set({ filter: asked ?? (view?.filter ? { all: [] } : undefined) });
    },
    openView: (id) => go(id ? { view: id } : {}, false),
    reset: () => go(search.view ? { view: search.view } : {}, true),
  };
}

export interface SortKey {
  path: string;
  descending: boolean;
}

export function parseSort(sort: string): SortKey[] {
  return sort
    .split(",")
    .filter(Boolean)
    .map((part) => ({ path: part.replace(/^-/, ""), descending: part.startsWith("-") }));
}

export function sortOf(keysOfSort: SortKey[]): string {
  return keysOfSort.map(({ path, descending }) => (descending ? `-${path}` : path)).join(",");
}
