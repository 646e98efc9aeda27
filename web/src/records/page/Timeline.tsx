/** Everything that touched the record: what is to be done first, then what happened, newest first, changes folded. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "@/api/keys";
import { timelineOf } from "@/api/records";
import type { ObjectMeta, Row, TimelineItem } from "@/api/types";
import { Skeleton } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Select } from "@/ui/Select";
import { page } from "./strings";
import { TaskEvent, TimelineEvent } from "./TimelineEvent";
import styles from "./timeline.module.css";

const SHOWN = {
  everything: () => true,
  activities: (item: TimelineItem) =>
    ["note", "task", "call", "meeting", "visit", "message"].includes(item.kind),
  purchases: (item: TimelineItem) => item.kind === "order",
  mails: (item: TimelineItem) => item.kind.startsWith("mail") || item.kind.startsWith("campaign"),
  changesOnly: (item: TimelineItem) => ["change", "created"].includes(item.kind),
} as const;
type Shown = keyof typeof SHOWN;

const isOpenTask = (item: TimelineItem): boolean => item.kind === "task" && !item.data.done_at;

/** A change of nothing a reader can see, such as a roll-up counted anew. */
const isHollow = (item: TimelineItem): boolean =>
  item.kind === "change" &&
  item.title === "update" &&
  Array.isArray(item.data.fields) &&
  item.data.fields.length === 0;

/** Runs of changes by one person within an hour become one line. */
function foldChanges(items: TimelineItem[]): TimelineItem[][] {
  const folded: TimelineItem[][] = [];
  for (const item of items) {
    const run = folded.at(-1);
    const before = run?.at(-1);
    const near =
      before &&
      item.kind === "change" &&
      before.kind === "change" &&
      before.actor?.id === item.actor?.id &&
      Math.abs(Date.parse(before.at) - Date.parse(item.at)) < 3_600_000;
    if (run && near && item.title === before.title) run.push(item);
    else folded.push([item]);
  }
  return folded;
}

export function Timeline({ object, row }: { object: ObjectMeta; row: Row }) {
  const t = page.useText();
  const [shown, setShown] = useState<Shown>("everything");
  const { data, isPending, isError, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: keys.timeline(object.key, row.id),
    queryFn: ({ pageParam }) => timelineOf(object.key, row.id, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
  if (isPending)
    return (
      <div className={styles.waiting}>
        <Skeleton width="60%" />
        <Skeleton width="80%" />
        <Skeleton width="50%" />
      </div>
    );
  if (isError) return <p className="muted">{t("failed")}</p>;
  // The same moment can close one page and open the next.
  const items = [
    ...new Map(data.pages.flatMap((one) => one.items).map((item) => [item.id, item])).values(),
  ].filter((item) => !isHollow(item));
  const open = items
    .filter(isOpenTask)
    .sort((one, other) => String(one.data.due_at ?? "9").localeCompare(String(other.data.due_at ?? "9")));
  const past = foldChanges(items.filter((item) => !isOpenTask(item) && SHOWN[shown](item)));
  return (
    <>
      {open.length > 0 && (
        <ul className={styles.open} aria-label={t("upcoming")}>
          {open.map((item) => (
            <TaskEvent key={item.id} object={object} row={row} item={item} />
          ))}
        </ul>
      )}
      {items.length > 6 && (
        <div className={styles.filter}>
          <Select
            small
            label={t("show")}
            value={shown}
            options={(Object.keys(SHOWN) as Shown[]).map((key) => ({ value: key, label: t(key) }))}
            onChange={setShown}
          />
        </div>
      )}
      {items.length === 0 && <p className="muted">{t("nothing")}</p>}
      <ul>
        {past.map((run) => (
          <TimelineEvent key={run[0]?.id} object={object} items={run} />
        ))}
      </ul>
      {hasNextPage && (
        <Button variant="ghost" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("older")}
        </Button>
      )}
    </>
  );
}
