/** What changed, in one line of the timeline: fields from one value to another, and ties to other records. */
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { getRecord } from "@/api/records";
import type { ObjectMeta, TimelineItem, Value } from "@/api/types";
import { isBlank } from "@/fields/kind";
import { kindOf } from "@/fields/registry";
import { fieldOf, useMay, useMeta, useSay } from "@/metadata";
import { useSaveField } from "../data";
import { page } from "./strings";
import styles from "./timeline.module.css";

interface FieldChange {
  field: string;
  before: unknown;
  after: unknown;
}

function changesOf(items: TimelineItem[]): FieldChange[] {
  return items.flatMap((item) => {
    const listed = item.data.fields as FieldChange[] | undefined;
    if (listed) return listed;
    const { before = {}, after = {} } = item.data as {
      before?: Record<string, unknown>;
      after?: Record<string, unknown>;
    };
    return Object.keys(after).map((field) => ({ field, before: before[field], after: after[field] }));
  });
}

export function ChangeLine({
  object,
  items,
  who,
}: {
  object: ObjectMeta;
  items: TimelineItem[];
  who: string;
}) {
  const t = page.useText();
  const say = useSay();
  const meta = useMeta();
  const [open, setOpen] = useState(false);
  const verb = items[0]?.title;
  if (verb === "delete") return <span className="secondary">{t("deleted", { who })}</span>;
  if (verb === "restore") return <span className="secondary">{t("restored", { who })}</span>;
  if (verb === "link" || verb === "unlink")
    return (
      <div className="grow">
        {items.map((item) => (
          <TieLine key={item.id} item={item} who={who} />
        ))}
      </div>
    );
  const changes = changesOf(items);
  if (changes.length === 0) return <span className="secondary">{t("updated", { who })}</span>;
  const first = changes[0] && fieldOf(meta, object, changes[0].field);
  const name = (path: string) => say(fieldOf(meta, object, path)?.label) || path;
  const count = changes.length;
  return (
    <div className={styles.change}>
      <span className="secondary">
        {count > 1
          ? t("changedMany", { who, count })
          : t("changedOne", { who, field: first ? say(first.label) : "" })}{" "}
        {count > 1 && (
          <button type="button" className={styles.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
            {t("more")}
          </button>
        )}
      </span>
      {(count === 1 || open) &&
        changes.map((change, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one field may change twice in a run
          <span key={index} className={styles.values}>
            {count > 1 && <span className="muted">{name(change.field)}</span>}
            <Past object={object} path={change.field} value={change.before} />
            <span className="muted" aria-hidden>
              →
            </span>
            <Past object={object} path={change.field} value={change.after} />
            <PutBack object={object} id={items[0]?.record ?? ""} change={change} />
          </span>
        ))}
    </div>
  );
}

interface Tie {
  id?: string;
  title?: string;
  object?: string;
  kind: string;
}

/** Another record was tied to this one, or untied. */
function TieLine({ item, who }: { item: TimelineItem; who: string }) {
  const t = page.useText();
  const { id, title, object, kind } = item.data.link as Tie;
  return (
    <div className={styles.change}>
      <span className="secondary">
        {t(item.title === "link" ? "linked" : "unlinked", { who })}{" "}
        {id && object ? (
          <Link to="/o/$object/$id" params={{ object, id }} className={styles.name}>
            {title || "—"}
          </Link>
        ) : (
          <span className="muted">{t("hidden")}</span>
        )}
        {kind && ` · ${kind}`}
      </span>
    </div>
  );
}

/** Gives a field the value it had before this change. */
function PutBack({ object, id, change }: { object: ObjectMeta; id: string; change: FieldChange }) {
  const t = page.useText();
  const field = fieldOf(useMeta(), object, change.field);
  const save = useSaveField(object);
  const may = useMay();
  const hidden = typeof change.before === "object" && change.before !== null && "hidden" in change.before;
  if (!field || field.readonly || hidden || !may(object.key, "edit")) return null;
  const putBack = async () => save(await getRecord(object.key, id), field, (change.before ?? null) as Value);
  return (
    <button type="button" className={styles.fold} onClick={() => void putBack()}>
      {t("putBack")}
    </button>
  );
}

function Past({ object, path, value }: { object: ObjectMeta; path: string; value: unknown }) {
  const t = page.useText();
  const field = fieldOf(useMeta(), object, path);
  if (isBlank(value)) return <span className="muted">{t("empty")}</span>;
  if (!field) return <span>{String(value)}</span>;
  if (typeof value === "object" && value !== null && "hidden" in value)
    return <span className="muted">{t("hidden")}</span>;
  const { Display } = kindOf(field);
  return <Display field={field} value={value as Value} dense />;
}
