/** Reading and changing records from components: cached, optimistic, with undo and a plain word on conflicts. */
import {
  type InfiniteData,
  keepPreviousData,
  type QueryClient,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { keys } from "@/api/keys";
import { expectEcho, takeEcho } from "@/api/live";
import { isProblem } from "@/api/problem";
import {
  createRecord,
  deleteRecord,
  editRecord,
  getRecord,
  type ListQuery,
  listRecords,
  restoreRecord,
} from "@/api/records";
import type { FieldMeta, ObjectMeta, Page, Row, Value } from "@/api/types";
import { toBody } from "@/fields/registry";
import { bodyOf, say, valueIn } from "@/metadata";
import { toast, toastUndo } from "@/ui/toast";
import { records } from "./strings";
import { useProblemToast } from "./trouble";
import { useTakeBack } from "./undo";

const PAGE = 100;

export function useRecordList(object: string, query: Omit<ListQuery, "cursor" | "limit">, enabled = true) {
  const result = useInfiniteQuery({
    enabled,
    queryKey: keys.list(object, query),
    queryFn: ({ pageParam, signal }) =>
      listRecords(
        object,
        { ...query, limit: PAGE, cursor: pageParam, count: pageParam ? "none" : "capped" },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(() => result.data?.pages.flatMap((page) => page.rows) ?? [], [result.data]);
  return { ...result, rows, count: result.data?.pages[0]?.count ?? null };
}

export function useRecord(object: string, id: string) {
  const result = useQuery({ queryKey: keys.record(object, id), queryFn: () => getRecord(object, id) });
  // What was deleted meanwhile is not shown on as if it were there.
  return isProblem(result.error, 404) ? { ...result, data: undefined } : result;
}

/** Fetches a record that is about to be opened. */
export function usePrefetchRecord(object: string): (id: string) => void {
  const client = useQueryClient();
  return (id) =>
    void client.prefetchQuery({
      queryKey: keys.record(object, id),
      queryFn: () => getRecord(object, id),
      staleTime: 10_000,
    });
}

/** Puts a changed row into every cached list and page that shows it. */
export function placeRow(client: QueryClient, object: string, row: Row): void {
  client.setQueryData<Row>(keys.record(object, row.id), (old) => (old ? { ...old, ...row } : old));
  client.setQueriesData<InfiniteData<Page>>({ queryKey: [...keys.object(object), "list"] }, (data) => {
    if (!data?.pages?.some((page) => page.rows.some((one) => one.id === row.id))) return data;
    const pages = data.pages.map((page) => ({
      ...page,
      rows: page.rows.map((one) => (one.id === row.id ? { ...one, ...row } : one)),
    }));
    return { ...data, pages };
  });
}

function withValue(row: Row, field: FieldMeta, value: Value): Row {
  if (!field.custom) return { ...row, [field.key]: value };
  return { ...row, custom: { ...row.custom, [field.key.replace(/^custom\./, "")]: value } };
}

const same = (one: unknown, other: unknown) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/** Saves one field at once and tells the server behind it; undo takes that request back. Resolves to whether it held. */
export function useSaveField(object: ObjectMeta) {
  const client = useQueryClient();
  const complain = useProblemToast(object.key);
  const takeBack = useTakeBack(object.key);
  const write = async (row: Row, field: FieldMeta, value: Value): Promise<string | null> => {
    placeRow(client, object.key, withValue(row, field, value));
    expectEcho(row.id);
    try {
      const { row: saved, request } = await editRecord(
        object.key,
        row.id,
        row.version,
        bodyOf([[field, toBody(field, value)]]),
      );
      placeRow(client, object.key, saved);
      void client.invalidateQueries({ queryKey: keys.timeline(object.key, row.id) });
      // Another owner, or a value a sharing rule asks for, opens and closes the record.
      void client.invalidateQueries({ queryKey: keys.mine(object.key, row.id) });
      return request;
    } catch (problem) {
      takeEcho(row.id);
      placeRow(client, object.key, row);
      complain(problem);
      return null;
    }
  };
  return async (row: Row, field: FieldMeta, value: Value, quiet = false): Promise<boolean> => {
    const before = valueIn(row, field);
    if (same(toBody(field, before), toBody(field, value))) return true;
    const request = await write(row, field, value);
    if (request === null) return false;
    if (!quiet) toastUndo(records.text("changed", { field: say(field.label) }), () => takeBack(request));
    return true;
  };
}

export function useCreateRecord(object: string) {
  const client = useQueryClient();
  return async (values: object): Promise<Row> => {
    const row = await createRecord(object, values);
    void client.invalidateQueries({ queryKey: keys.object(object) });
    void client.invalidateQueries({ queryKey: ["related"] });
    return row;
  };
}

/** What a toast offers beside undo once something was deleted. */
export function useOpenTrash() {
  const navigate = useNavigate();
  return { label: records.text("openTrash"), run: () => void navigate({ to: "/trash" }) };
}

/** Moves one record to the trash, with undo. Resolves to whether it went. */
export function useDeleteRecord(object: string) {
  const client = useQueryClient();
  const complain = useProblemToast(object);
  const trash = useOpenTrash();
  return async (row: Row): Promise<boolean> => {
    expectEcho(row.id);
    try {
      await deleteRecord(object, row.id, row.version);
    } catch (problem) {
      takeEcho(row.id);
      complain(problem);
      return false;
    }
    // What is in the trash cannot be asked for: the page that still shows it must not try.
    const refresh = (gone: boolean) =>
      client.invalidateQueries({
        queryKey: keys.object(object),
        predicate: (query) => !(gone && query.queryKey.includes(row.id)),
      });
    client.setQueriesData<InfiniteData<Page>>({ queryKey: [...keys.object(object), "list"] }, (data) =>
      data?.pages
        ? {
            ...data,
            pages: data.pages.map((page) => ({
              ...page,
              rows: page.rows.filter((one) => one.id !== row.id),
            })),
          }
        : data,
    );
    void refresh(true);
    const undo = async () => {
      try {
        await restoreRecord(object, row.id);
        toast(records.text("restored"), { tone: "good" });
      } catch (problem) {
        complain(problem);
      }
      void refresh(false);
    };
    void client.invalidateQueries({ queryKey: ["trash"] });
    toastUndo(records.text("deleted", { count: 1 }), undo, trash);
    return true;
  };
}
