/** What the reader has to do next, ticked off where it stands. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CheckCheck, Plus } from "lucide-react";
import { keys } from "@/api/keys";
import { editRecord, listRecords } from "@/api/records";
import type { FilterNode, RecordRef, Row } from "@/api/types";
import { classes } from "@/lib/classes";
import { formatRelative, formatTime } from "@/lib/format";
import { useMay, useObject } from "@/metadata";
import { openCreate } from "@/records/create";
import { useProblemToast } from "@/records/trouble";
import { useTakeBack } from "@/records/undo";
import { Card, Checkbox, Skeleton } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { toastUndo } from "@/ui/toast";
import styles from "./home.module.css";
import { analytics } from "./strings";

const SHOWN = 6;
const MINE: FilterNode = {
  all: [
    { field: "type", op: "eq", value: "task" },
    { field: "done_at", op: "is_empty" },
    { field: "owner", op: "in", value: ["me"] },
  ],
};
const FIELDS = ["subject", "due_at", "about"];

export function MyTasks() {
  const t = analytics.useText();
  const may = useMay();
  const object = useObject("activity");
  const known = FIELDS.filter((key) => object?.fields.some((field) => field.key === key));
  const query = { filter: MINE, sort: "due_at", fields: known };
  const tasks = useQuery({
    queryKey: keys.list("activity", ["mine", query]),
    queryFn: () => listRecords("activity", { ...query, limit: SHOWN }),
    enabled: object !== undefined,
  });
  if (!object) return null;
  return (
    <Card className={styles.card}>
      <header className={styles.head}>
        <h2 className="card-title grow">{t("tasks")}</h2>
        {may("activity", "create") && (
          <Button
            size="small"
            variant="ghost"
            icon={Plus}
            label={t("newTask")}
            onClick={() => openCreate({ object: "activity", values: { type: "task" } })}
          />
        )}
      </header>
      {tasks.isPending && <Skeleton height={160} />}
      {tasks.error && <p className="muted">{tasks.error.message}</p>}
      {tasks.data?.rows.length === 0 && (
        <div className={styles.none}>
          <CheckCheck size={22} strokeWidth={1.5} aria-hidden />
          {t("noTasks")}
        </div>
      )}
      <ul className={styles.tasks}>
        {tasks.data?.rows.map((row) => (
          <Task key={row.id} row={row} />
        ))}
      </ul>
    </Card>
  );
}

function Task({ row }: { row: Row }) {
  const t = analytics.useText();
  const client = useQueryClient();
  const complain = useProblemToast("activity");
  const takeBack = useTakeBack("activity");
  const due = row.due_at ? String(row.due_at) : null;
  const late = due !== null && Date.parse(due) < Date.now();
  const about = row.about as RecordRef | null | undefined;
  const name = String(row.subject ?? "");
  const finish = async () => {
    const done_at = new Date().toISOString().replace(/\.\d+Z$/, "Z");
    try {
      const { request } = await editRecord("activity", row.id, row.version, { done_at });
      toastUndo(t("taskDone"), () => takeBack(request));
    } catch (problem) {
      complain(problem);
    }
    void client.invalidateQueries({ queryKey: keys.object("activity") });
  };
  return (
    <li>
      <Checkbox checked={false} aria-label={t("markDone", { name })} onChange={() => void finish()} />
      <span className={styles.task}>
        <Link to="/o/$object/$id" params={{ object: "activity", id: row.id }} className="ellipsis">
          {name}
        </Link>
        {about && (
          <Link
            to="/o/$object/$id"
            params={{ object: about.object ?? "contact", id: about.id }}
            className={classes("muted ellipsis", styles.about)}
          >
            {about.title}
          </Link>
        )}
      </span>
      <span className={classes(styles.due, late && styles.late)} title={due ? formatTime(due) : undefined}>
        {late && <span className="visually-hidden">{t("overdue")} </span>}
        {due ? formatRelative(due) : t("noDate")}
      </span>
    </li>
  );
}
