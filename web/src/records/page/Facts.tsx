/** The fields by section, each edited where it stands. Empty ones wait behind a line so that the full ones can be read. */
import { Lock, Pencil } from "lucide-react";
import { useRef, useState } from "react";
import type { FieldMeta, ObjectMeta, Row, Value } from "@/api/types";
import { isBlank } from "@/fields/kind";
import { kindOf } from "@/fields/registry";
import { classes } from "@/lib/classes";
import { formatDateTime } from "@/lib/format";
import { fieldOf, useMeta, useSay, valueIn } from "@/metadata";
import { Floating } from "@/ui/overlay";
import { useSaveField } from "../data";
import { type Mine, useMine } from "../mine";
import { moduleOf } from "../modules";
import { records } from "../strings";
import styles from "./facts.module.css";
import { RevealButton } from "./RevealButton";
import type { Revealed } from "./reveal";
import { page } from "./strings";

const SYSTEM = new Set(["owner", "created_at", "updated_at", "created_by", "updated_by"]);

interface FactsProps {
  object: ObjectMeta;
  row: Row;
  revealed: Revealed;
}

export function Facts({ object, row, revealed }: FactsProps) {
  const t = records.useText();
  const p = page.useText();
  const mine = useMine(object, row.id);
  const say = useSay();
  const meta = useMeta();
  const [all, setAll] = useState(false);
  const placed = new Set(object.layout.flatMap((section) => section.fields));
  const layout = placed.has(object.title_field)
    ? object.layout
    : object.layout.map((section, at) =>
        at === 0 ? { ...section, fields: [object.title_field, ...section.fields] } : section,
      );
  const extra = object.fields.filter(
    (field) => field.custom && !placed.has(field.key) && !placed.has(`custom.${field.key}`),
  );
  const sections = [
    ...layout.map((section) => ({
      title: say(section.label),
      fields: section.fields.flatMap((path) => fieldOf(meta, object, path) ?? []),
    })),
    ...(extra.length ? [{ title: t("added"), fields: extra }] : []),
  ];
  // Of what is seen in part nobody can say here whether it is empty.
  const isEmpty = (field: FieldMeta) => !field.masked && isBlank(valueIn(row, field));
  const masked = sections.flatMap((section) => section.fields).filter((field) => field.masked);
  const empty = sections
    .flatMap((section) => section.fields)
    .filter((field) => isEmpty(field) && !SYSTEM.has(field.key)).length;
  const { created_at: created, updated_at: changed } = row;
  const closed = mine.why("edit");
  return (
    <>
      {closed && (
        <p className={styles.closed}>
          <Lock size={12} aria-hidden />
          {p("closedRecord", { why: closed })}
        </p>
      )}
      {sections.map((section) => {
        const shown = section.fields.filter((field) => all || !isEmpty(field));
        return (
          shown.length > 0 && (
            <div key={section.title} className={styles.section}>
              <h2>{section.title}</h2>
              {shown.map((field) => (
                <Fact
                  key={field.key}
                  object={object}
                  row={row}
                  field={field}
                  mine={mine}
                  masked={masked}
                  revealed={revealed}
                />
              ))}
            </div>
          )
        );
      })}
      {empty > 0 && (
        <button type="button" className={styles.toggle} onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? t("hideEmpty") : t("showEmpty", { count: empty })}
        </button>
      )}
      {!placed.has("updated_at") && typeof created === "string" && typeof changed === "string" && (
        <p className={styles.history}>
          {t("history", { created: formatDateTime(created), changed: formatDateTime(changed) })}
        </p>
      )}
    </>
  );
}

interface FactProps extends FactsProps {
  field: FieldMeta;
  mine: Mine;
  masked: FieldMeta[];
}

function Fact({ object, row, field, mine, masked, revealed }: FactProps) {
  const t = records.useText();
  const p = page.useText();
  const say = useSay();
  const save = useSaveField(object);
  const [draft, setDraft] = useState<{ value: Value } | null>(null);
  const [host, setHost] = useState<HTMLElement | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const whole = field.masked ? revealed.find(row, field) : undefined;
  const { Display, Input, editor } = kindOf(whole ? { ...field, masked: false } : field);
  const value = whole ? whole.value : valueIn(row, field);
  const Mark = moduleOf(object.key).marks?.[field.key];
  const name = say(field.label);
  const open = !field.readonly && field.kind !== "json" && mine.may("edit");
  const locked = field.locked && !field.masked ? p("lockedField") : undefined;
  const leave = () => {
    setDraft(null);
    button.current?.focus({ preventScroll: true });
  };
  const commit = (next?: Value) => {
    if (!draft) return;
    void save(row, field, next === undefined ? draft.value : next);
    leave();
  };
  const input = draft && (
    <Input
      inPlace
      field={field}
      value={draft.value}
      onChange={(next) => setDraft({ value: next })}
      onCommit={commit}
      onCancel={leave}
    />
  );
  return (
    <div className={styles.fact}>
      <span className={styles.name} id={`fact-${row.id}-${field.key}`}>
        {name}
      </span>
      <div
        ref={setHost}
        className={classes(styles.value, open && styles.open)}
        title={locked ?? (field.readonly ? undefined : mine.why("edit"))}
        onDoubleClick={() => open && setDraft({ value })}
      >
        {draft && editor === "box" ? (
          <div
            className={styles.editor}
            ref={(node) => {
              if (node && !node.contains(document.activeElement))
                node.querySelector<HTMLElement>("input,textarea")?.focus();
            }}
            onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && commit()}
          >
            {input}
          </div>
        ) : (
          <>
            <span className={styles.shown}>
              {isBlank(value) && (whole || !field.masked) ? (
                <span className="muted">—</span>
              ) : (
                <Display field={field} value={value} />
              )}
              {Mark && !isBlank(value) && <Mark object={object} row={row} />}
            </span>
            {locked && (
              <span role="img" aria-label={locked} className={styles.lock}>
                <Lock size={12} aria-hidden />
              </span>
            )}
            {field.masked && !whole && mine.may("reveal") && (
              <RevealButton object={object} row={row} field={field} all={masked} revealed={revealed} />
            )}
            {open && (
              <button
                ref={button}
                type="button"
                className={styles.edit}
                aria-label={t("editField", { name })}
                onClick={() => setDraft({ value })}
              >
                <Pencil size={12} aria-hidden />
              </button>
            )}
          </>
        )}
        {draft && editor === "panel" && (
          <Floating anchor={host} cover label={name} onClose={() => commit()} onEscape={leave}>
            {input}
          </Floating>
        )}
      </div>
    </div>
  );
}
