/** Records that point at this one, a few of each, with a way to the rest and to a new one. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronDown, ChevronRight, Plus } from "lucide-react";
import { useState } from "react";
import { keys } from "@/api/keys";
import { relatedOf } from "@/api/records";
import type { FieldMeta, ObjectMeta, RelationMeta, Row } from "@/api/types";
import { kindOf } from "@/fields/registry";
import { classes } from "@/lib/classes";
import { formatCount, formatDate } from "@/lib/format";
import { objectOf, titleOf, useMay, useMeta, useSay, valueIn } from "@/metadata";
import { Card, Skeleton } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { openCreate } from "../create";
import { moduleOf } from "../modules";
import { records } from "../strings";
import styles from "./page.module.css";

export function Related({ object, row }: { object: ObjectMeta; row: Row }) {
  const meta = useMeta();
  const may = useMay();
  const shown = object.related.flatMap(
    (key) => object.relations.find((relation) => relation.key === key) ?? [],
  );
  return shown.map((relation) => {
    const target = objectOf(meta, relation.object);
    return (
      target &&
      may(target.key, "view") && (
        <RelatedCard key={relation.key} object={object} row={row} relation={relation} target={target} />
      )
    );
  });
}

function RelatedCard({
  object,
  row,
  relation,
  target,
}: {
  object: ObjectMeta;
  row: Row;
  relation: RelationMeta;
  target: ObjectMeta;
}) {
  const t = records.useText();
  const say = useSay();
  const may = useMay();
  const { data, isPending } = useQuery({
    queryKey: keys.related(object.key, row.id, relation.key),
    queryFn: () => relatedOf(object.key, row.id, relation.key, 6, target.sort),
  });
  const stage =
    target.fields.find((field) => field.key === (target.stage_field ?? "status")) ??
    target.fields.find((field) => field.kind === "choice");
  const amount =
    target.fields.find((field) => field.kind === "money") ??
    target.fields.find((field) => ["ordered_at", "due_at"].includes(field.key));
  const date = target.fields.find((field) => field.key === target.sort.replace(/^-/, ""));
  const total = data?.count?.value ?? data?.rows.length ?? 0;
  const filter = { all: [{ field: relation.field, op: "in", value: [row.id] }] };
  return (
    <Card className={styles.related}>
      <div className={styles.relatedHead}>
        <h2>
          {say(relation.label)}{" "}
          {total > 0 && <span className="muted">{data?.count ? formatCount(data.count) : total}</span>}
        </h2>
        {may(target.key, "create") && (
          <Button
            variant="ghost"
            size="small"
            icon={Plus}
            label={t("addTo", { name: say(target.label) })}
            onClick={() =>
              openCreate({
                object: target.key,
                values: { [relation.field]: { id: row.id, title: titleOf(object, row), object: object.key } },
              })
            }
          />
        )}
      </div>
      {isPending && <Skeleton width="70%" />}
      {data?.rows.length === 0 && <p className="muted">{t("noneYet")}</p>}
      {data?.rows.map((one) => (
        <RelatedRow key={one.id} target={target} row={one} stage={stage} amount={amount} date={date} />
      ))}
      {total > (data?.rows.length ?? 0) && (
        <Link
          to="/o/$object"
          params={{ object: target.key }}
          search={{ filter } as never}
          className={styles.seeAll}
        >
          {t("seeAll", { count: data?.count ? formatCount(data.count) : total })}
        </Link>
      )}
    </Card>
  );
}

/** Numbers of one kind begin alike: where there is no room, the middle gives way and the tail stays. */
function Title({ text }: { text: string }) {
  const tail = /\d{5}$/.exec(text)?.[0] ?? "";
  return (
    <span className={classes("grow", styles.relatedTitle)} title={text}>
      <span className="ellipsis">{text.slice(0, text.length - tail.length)}</span>
      {tail && <span>{tail}</span>}
    </span>
  );
}

interface RelatedRowProps {
  target: ObjectMeta;
  row: Row;
  stage: FieldMeta | undefined;
  amount: FieldMeta | undefined;
  date: FieldMeta | undefined;
}

function RelatedRow({ target, row, stage, amount, date }: RelatedRowProps) {
  const t = records.useText();
  const [open, setOpen] = useState(false);
  const { detail: Detail } = moduleOf(target.key);
  const Stage = stage && kindOf(stage).Display;
  const Amount = amount && kindOf(amount).Display;
  const title = titleOf(target, row) || "—";
  const Fold = open ? ChevronDown : ChevronRight;
  return (
    <>
      <div className={styles.relatedLine}>
        {Detail && (
          <button
            type="button"
            className={styles.fold}
            aria-expanded={open}
            aria-label={t("detailOf", { name: title })}
            onClick={() => setOpen(!open)}
          >
            <Fold size={14} aria-hidden />
          </button>
        )}
        <Link to="/o/$object/$id" params={{ object: target.key, id: row.id }} className={styles.relatedRow}>
          <Title text={title} />
          {date && typeof valueIn(row, date) === "string" && (
            <span className="muted">{formatDate(String(valueIn(row, date)))}</span>
          )}
          {stage && Stage && valueIn(row, stage) != null && (
            <Stage field={stage} value={valueIn(row, stage)} dense />
          )}
          {amount && Amount && (
            <span className={styles.amount}>
              <Amount field={amount} value={valueIn(row, amount)} dense />
            </span>
          )}
        </Link>
      </div>
      {open && Detail && <Detail object={target} row={row} />}
    </>
  );
}
