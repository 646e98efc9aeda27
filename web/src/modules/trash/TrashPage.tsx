/** What was deleted and may be restored, newest first; one or many are taken out at once. */
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Trash2, Undo2 } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { messageOf } from "@/api/problem";
import { formatDate, formatExact, formatRelative } from "@/lib/format";
import { usePhone } from "@/lib/media";
import { objectOf, useMay, useMeta, useSay } from "@/metadata";
import { Checkbox, EmptyState, Skeleton } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { TextInput } from "@/ui/Field";
import { PageBody, PageHeader } from "@/ui/Page";
import { Select } from "@/ui/Select";
import { type Column, Table } from "@/ui/Table";
import { toast } from "@/ui/toast";
import { listTrash, restoreMany, type Trashed, trashKeys } from "./api";
import { trash } from "./strings";
import styles from "./trash.module.css";

export default function TrashPage() {
  const t = trash.useText();
  const say = useSay();
  const meta = useMeta();
  const may = useMay();
  const phone = usePhone();
  const client = useQueryClient();
  const [object, setObject] = useState("");
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const wanted = useDeferredValue(text.trim());
  const list = useInfiniteQuery({
    queryKey: trashKeys.list(object, wanted),
    queryFn: ({ pageParam }) => listTrash(object, wanted, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const picked = rows.filter((row) => chosen.has(row.id));
  const restore = async (some: Trashed[]) => {
    setBusy(true);
    try {
      for (const key of new Set(some.map((row) => row.object))) {
        const ids = some.filter((row) => row.object === key).map((row) => row.id);
        for (let start = 0; start < ids.length; start += 200)
          await restoreMany(key, ids.slice(start, start + 200));
        void client.invalidateQueries({ queryKey: ["records", key] });
      }
      toast(t("restored", { count: some.length }), { tone: "good" });
    } catch (problem) {
      toast(messageOf(problem), { tone: "danger" });
    }
    setChosen(new Set());
    setBusy(false);
    void client.invalidateQueries({ queryKey: ["related"] });
    await client.invalidateQueries({ queryKey: trashKeys.all });
  };
  const choose = (row: Trashed, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(row.id);
    else next.delete(row.id);
    setChosen(next);
  };
  const columns: Column<Trashed>[] = [
    {
      key: "choose",
      title: "",
      width: 36,
      cell: (row) => (
        <Checkbox
          aria-label={t("choose", { name: row.title || t("untitled") })}
          checked={chosen.has(row.id)}
          onChange={(event) => choose(row, event.target.checked)}
        />
      ),
    },
    { key: "what", title: t("what"), cell: (row) => <Name row={row} phone={phone} /> },
    { key: "kind", title: t("kind"), cell: (row) => say(objectOf(meta, row.object)?.label) },
    {
      key: "deleted",
      title: t("deleted"),
      wide: true,
      cell: (row) => <time title={formatExact(row.deleted_at)}>{formatRelative(row.deleted_at)}</time>,
    },
    { key: "by", title: t("by"), wide: true, cell: (row) => row.deleted_by?.title || t("nobody") },
    { key: "gone", title: t("gone"), wide: true, cell: (row) => formatDate(row.gone_at) },
    {
      key: "restore",
      title: "",
      align: "end",
      cell: (row) => (
        <Button size="small" icon={Undo2} disabled={busy} onClick={() => void restore([row])}>
          {t("restore")}
        </Button>
      ),
    },
  ];
  return (
    <>
      <PageHeader title={t("trash")} note={t("about")} />
      <PageBody>
        <div className={styles.tools}>
          <TextInput
            aria-label={t("find")}
            placeholder={t("find")}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <Select
            label={t("kind")}
            value={object}
            options={[
              { value: "", label: t("every") },
              ...meta.objects
                .filter(({ key }) => may(key, "delete"))
                .map(({ key, plural }) => ({ value: key, label: say(plural) })),
            ]}
            onChange={(next) => {
              setObject(next);
              setChosen(new Set());
            }}
          />
          <span className="grow" />
          {picked.length > 0 && (
            <Button variant="primary" icon={Undo2} busy={busy} onClick={() => void restore(picked)}>
              {t("restoreChosen", { count: picked.length })}
            </Button>
          )}
        </div>
        {list.isPending && <Skeleton height={240} />}
        {list.data && rows.length === 0 && (
          <EmptyState icon={Trash2} title={wanted || object ? t("noMatch") : t("empty")}>
            {!wanted && !object && t("emptyText")}
          </EmptyState>
        )}
        {rows.length > 0 && (
          <Table label={t("trash")} columns={columns} rows={rows} rowKey={(row) => row.id} />
        )}
        {list.hasNextPage && (
          <Button block busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t("more")}
          </Button>
        )}
      </PageBody>
    </>
  );
}

/** On a phone, which has no room for columns, with who deleted it and until when it waits. */
function Name({ row, phone }: { row: Trashed; phone: boolean }) {
  const t = trash.useText();
  return (
    <>
      <span className={styles.name}>{row.title || t("untitled")}</span>
      {phone && (
        <small className={styles.under}>
          {t("underName", { who: row.deleted_by?.title || t("nobody"), date: formatDate(row.gone_at) })}
        </small>
      )}
    </>
  );
}
