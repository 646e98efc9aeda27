/** News from the server: other people's edits and the progress of jobs. Falls back to asking every 30 s. */
import type { Query, QueryClient } from "@tanstack/react-query";
import { keys } from "./keys";

interface Change {
  object: string;
  id: string;
  verb: string;
}

const own = new Map<string, { expected: number; at: number }>();

/** Says that this browser itself changes a record: its own echo must not reload, and so reorder, the list. */
export function expectEcho(id: string): void {
  own.set(id, { expected: (own.get(id)?.expected ?? 0) + 1, at: Date.now() });
}

/** Takes one expected echo away: because it came, or because the change was refused. */
export function takeEcho(id: string): boolean {
  const entry = own.get(id);
  if (!entry || entry.expected === 0) return false;
  entry.expected -= 1;
  if (entry.expected === 0) own.delete(id);
  return Date.now() - entry.at < 5_000;
}

/** Listens until the returned function is called. Bursts are gathered for 400 ms so an import does not storm the lists. */
export function listen(client: QueryClient, liveUrl: string | null): () => void {
  let pending: Change[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let polling: ReturnType<typeof setInterval> | undefined;

  const flush = () => {
    timer = undefined;
    const objects = new Set(pending.map((change) => change.object));
    const records = pending;
    pending = [];
    for (const object of objects) void client.invalidateQueries({ queryKey: keys.object(object) });
    // What hangs on a record that is deleted, or out of sight now, cannot be asked for; the record itself says so.
    const gone = new Set(
      records.filter(({ verb }) => verb === "delete" || verb === "lost").map(({ id }) => id),
    );
    const alive = ({ queryKey }: Query) => !queryKey.some((part) => gone.has(String(part)));
    for (const { object, id } of records.slice(0, 50))
      void client.invalidateQueries({ queryKey: keys.timeline(object, id), predicate: alive });
    void client.invalidateQueries({ queryKey: ["related"], predicate: alive });
    void client.invalidateQueries({ queryKey: ["segments", "count"] });
    if (objects.has("activity") || objects.has("order"))
      void client.invalidateQueries({ queryKey: ["timeline"], predicate: alive });
  };
  const poll = (on: boolean) => {
    clearInterval(polling);
    polling = on
      ? setInterval(
          () => void client.invalidateQueries({ refetchType: "active", queryKey: ["records"] }),
          30_000,
        )
      : undefined;
  };
  if (!liveUrl || typeof EventSource === "undefined") {
    poll(true);
    return () => poll(false);
  }
  const source = new EventSource(liveUrl, { withCredentials: true });
  source.addEventListener("open", () => poll(false));
  source.addEventListener("error", () => poll(true));
  source.addEventListener("change", (event) => {
    const change = JSON.parse((event as MessageEvent<string>).data) as Change;
    if (["update", "delete"].includes(change.verb) && takeEcho(change.id)) return;
    pending.push(change);
    timer ??= setTimeout(flush, 400);
  });
  source.addEventListener("rights", () => void client.invalidateQueries());
  source.addEventListener("progress", () => void client.invalidateQueries({ queryKey: keys.jobs }));
  return () => {
    source.close();
    clearTimeout(timer);
    poll(false);
  };
}
