/** What changed, in one line of the timeline: fields from one value to another, and ties to other records. */
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { getRecord } from "@/api/records";
import type { ObjectMeta, TimelineItem, Value } from "@/api/types";
import { isBlank } from "@/fields/kind";
import { kindOf } from "@/fields/registry";
import { language } from "@/lib/strings";
import { fieldOf, useMeta, useSay } from "@/metadata";
import { useSaveField } from "../data";
import { useMine } from "../mine";
import { useTakeBack } from "../undo";
import { page } from "./strings";
import styles from "./timeline.module.css";

const listed = (names: string[]) => names.filter(Boolean).join(language() === "en" ? ", " : "、");

interface FieldChange {
  field: string;
  before: unknown;
  after: unknown;
  /** The request that made this edit; nothing where what was done was more than an edit. */
  request: string | null;
}

function changesOf(items: TimelineItem[]): FieldChange[] {
  return items.flatMap((item) => {
    const request =
      item.title === "update" ? ((item.data.request as string | null | undefined) ?? null) : null;
    const listed = item.data.fields as Omit<FieldChange, "request">[] | undefined;
    if (listed) return listed.map((change) => ({ ...change, request }));
    const { before = {}, after = {} } = item.data as {
      before?: Record<string, unknown>;
      after?: Record<string, unknown>;
    };
    return Object.keys(after).map((field) => ({
      field,
      before: before[field],
      after: after[field],
      request,
    }));
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
  if (verb === "share" || verb === "unshare" || verb === "reveal")
    return (
      <div className="grow">
        {items.map((item) => (
          <RightsLine key={item.id} object={object} item={item} who={who} />
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

/** The record was opened to somebody, closed again, or a masked value was looked at. */
function RightsLine({ object, item, who }: { object: ObjectMeta; item: TimelineItem; who: string }) {
  const t = page.useText();
  const say = useSay();
  const meta = useMeta();
  const { share, reveal } = item.data as {
    share?: { title: string; access: "view" | "edit" };
    reveal?: { fields: string[]; reason: string };
  };
  const fields = (reveal?.fields ?? []).map((path) => say(fieldOf(meta, object, path)?.label));
  const text = reveal
    ? t("changeRevealed", { who, fields: listed(fields), reason: reveal.reason })
    : item.title === "unshare"
      ? t("changeUnshared", { who, name: share?.title ?? "" })
      : t("changeShared", {
          who,
          name: share?.title ?? "",
          what: t(share?.access === "edit" ? "shareEdit" : "shareView"),
        });
  return <div className="secondary">{text}</div>;
}

/** Takes the edit of a field back; where something newer stands in the way, the old value may be set all the same. */
function PutBack({ object, id, change }: { object: ObjectMeta; id: string; change: FieldChange }) {
  const t = page.useText();
  const field = fieldOf(useMeta(), object, change.field);
  const save = useSaveField(object);
  const takeBack = useTakeBack(object.key);
  const mine = useMine(object, id);
  const hidden = typeof change.before === "object" && change.before !== null && "hidden" in change.before;
  if (!field || field.readonly || hidden || !mine.may("edit")) return null;
  const set = async () => save(await getRecord(object.key, id), field, (change.before ?? null) as Value);
  const { request } = change;
  const part = { object: object.key, record: id, fields: [change.field] };
  const putBack = () => (request ? takeBack(request, { part, anyway: set }) : set());
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
