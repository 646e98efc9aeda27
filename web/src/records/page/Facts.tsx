/** The fields by section, each edited where it stands. Empty ones wait behind a line so that the full ones can be read. */
import { Pencil } from "lucide-react";
import { useRef, useState } from "react";
import type { FieldMeta, ObjectMeta, Row, Value } from "@/api/types";
import { isBlank } from "@/fields/kind";
import { kindOf } from "@/fields/registry";
import { classes } from "@/lib/classes";
import { formatDateTime } from "@/lib/format";
import { fieldOf, useMay, useMeta, useSay, valueIn } from "@/metadata";
import { Floating } from "@/ui/overlay";
import { useSaveField } from "../data";
import { moduleOf } from "../modules";
import { records } from "../strings";
import styles from "./facts.module.css";

const SYSTEM = new Set(["owner", "created_at", "updated_at", "created_by", "updated_by"]);

export function Facts({ object, row }: { object: ObjectMeta; row: Row }) {
  const t = records.useText();
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
  const isEmpty = (field: FieldMeta) => isBlank(valueIn(row, field));
  const empty = sections
    .flatMap((section) => section.fields)
    .filter((field) => isEmpty(field) && !SYSTEM.has(field.key)).length;
  const { created_at: created, updated_at: changed } = row;
  return (
    <>
      {sections.map((section) => {
        const shown = section.fields.filter((field) => all || !isEmpty(field));
        return (
          shown.length > 0 && (
            <div key={section.title} className={styles.section}>
              <h2>{section.title}</h2>
              {shown.map((field) => (
                <Fact key={field.key} object={object} row={row} field={field} />
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

function Fact({ object, row, field }: { object: ObjectMeta; row: Row; field: FieldMeta }) {
  const t = records.useText();
  const say = useSay();
  const may = useMay();
  const save = useSaveField(object);
  const [draft, setDraft] = useState<{ value: Value } | null>(null);
  const [host, setHost] = useState<HTMLElement | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const { Display, Input, editor } = kindOf(field);
  const value = valueIn(row, field);
  const Mark = moduleOf(object.key).marks?.[field.key];
  const name = say(field.label);
  const open = !field.readonly && field.kind !== "json" && may(object.key, "edit");
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
              {isBlank(value) ? <span className="muted">—</span> : <Display field={field} value={value} />}
              {Mark && !isBlank(value) && <Mark object={object} row={row} />}
            </span>
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
