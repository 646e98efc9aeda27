/** Who or what this is: portrait, title, tags, owner, what can be done, and the neighbours in the list. */
import { useNavigate } from "@tanstack/react-router";
import { ChevronDown, ChevronLeft, ChevronRight, Ellipsis, Link2, Maximize2, Trash2, X } from "lucide-react";
import { type ComponentType, type LazyExoticComponent, lazy, Suspense, useState } from "react";
import type { ObjectMeta, Row } from "@/api/types";
import { kindOf } from "@/fields/registry";
import { formatCount, formatNumber } from "@/lib/format";
import { titleOf, useMay, useSay, valueIn } from "@/metadata";
import { Avatar } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Menu, type MenuEntry } from "@/ui/Menu";
import { Popover } from "@/ui/overlay";
import { toast } from "@/ui/toast";
import { toneOf } from "@/ui/tone";
import type { Neighbours } from "../context";
import { useDeleteRecord, useSaveField } from "../data";
import { moduleOf, type PanelProps } from "../modules";
import { records } from "../strings";
import styles from "./page.module.css";

interface RecordHeaderProps {
  object: ObjectMeta;
  row: Row;
  neighbours: Neighbours | null;
  onGo: (id: string | undefined) => void;
  onClose?: () => void;
}

export function RecordHeader({ object, row, neighbours, onGo, onClose }: RecordHeaderProps) {
  const t = records.useText();
  const title = titleOf(object, row) || "—";
  const tags = object.fields.find((field) => field.key === "tags");
  const Tags = tags && kindOf(tags).Display;
  return (
    <header className={styles.header}>
      <Avatar
        name={title}
        size={44}
        square={object.key !== "contact"}
        {...(object.key === "contact" ? {} : { tone: toneOf(object.color) })}
      />
      <div className={styles.names}>
        <div className={styles.titleLine}>
          <h1>{title}</h1>
          {tags &&
            Tags &&
            Array.isArray(valueIn(row, tags)) &&
            (valueIn(row, tags) as string[]).length > 0 && <Tags field={tags} value={valueIn(row, tags)} />}
        </div>
        <Subtitle object={object} row={row} />
      </div>
      <span className="grow" />
      <Owner object={object} row={row} />
      <Verbs object={object} row={row} />
      <MoreMenu
        object={object}
        row={row}
        beside={Boolean(onClose)}
        {...(onClose ? { onGone: onClose } : {})}
      />
      {neighbours && (
        <nav
          className={styles.neighbours}
          aria-label={t("position", {
            at: neighbours.at,
            of: neighbours.total ? formatCount(neighbours.total) : "",
          })}
        >
          <Button
            variant="ghost"
            size="small"
            icon={ChevronLeft}
            label={t("previous")}
            disabled={!neighbours.previous}
            onClick={() => onGo(neighbours.previous)}
          />
          <span className="muted">
            {neighbours.total
              ? t("position", { at: formatNumber(neighbours.at), of: formatCount(neighbours.total) })
              : neighbours.at}
          </span>
          <Button
            variant="ghost"
            size="small"
            icon={ChevronRight}
            label={t("next")}
            disabled={!neighbours.next}
            onClick={() => onGo(neighbours.next)}
          />
        </nav>
      )}
      {onClose && <Button variant="ghost" size="small" icon={X} label={t("close")} onClick={onClose} />}
    </header>
  );
}

/** The first lookup and the job title, or whatever short facts the object highlights in words. */
function Subtitle({ object, row }: { object: ObjectMeta; row: Row }) {
  const say = useSay();
  const parts = object.fields
    .filter(
      (field) =>
        (field.kind === "lookup" ||
          field.key === "job_title" ||
          field.key === "industry" ||
          field.key === "domain") &&
        valueIn(row, field),
    )
    .slice(0, 3);
  if (parts.length === 0) return <span className="muted">{say(object.label)}</span>;
  return (
    <span className={styles.subtitle}>
      {parts.map((field) => {
        const { Display } = kindOf(field);
        return <Display key={field.key} field={field} value={valueIn(row, field)} />;
      })}
    </span>
  );
}

function Owner({ object, row }: { object: ObjectMeta; row: Row }) {
  const t = records.useText();
  const may = useMay();
  const save = useSaveField(object);
  const field = object.fields.find((one) => one.key === "owner");
  if (!field) return null;
  const { Input } = kindOf(field);
  const value = valueIn(row, field);
  const person = value && typeof value === "object" && "title" in value ? value.title : null;
  return (
    <Popover
      label={t("owner")}
      align="end"
      trigger={({ ref, ...props }) => (
        <button
          type="button"
          ref={ref}
          className={styles.owner}
          title={`${t("owner")}: ${person ?? t("noOwner")}`}
          disabled={!may(object.key, "edit")}
          {...props}
        >
          <Avatar name={person ?? "–"} size={26} {...(person ? {} : { tone: "neutral" })} />
          <span className="hide-phone">{person ?? t("noOwner")}</span>
          <ChevronDown size={13} aria-hidden className="hide-phone" />
        </button>
      )}
    >
      {(close) => (
        <Input
          inPlace
          field={field}
          value={value}
          onChange={() => undefined}
          onCommit={(next) => {
            close();
            void save(row, field, next);
          }}
        />
      )}
    </Popover>
  );
}

type VerbForm = LazyExoticComponent<ComponentType<PanelProps & { onClose: () => void }>>;
const forms = new Map<string, VerbForm>();

function Verbs({ object, row }: { object: ObjectMeta; row: Row }) {
  const say = useSay();
  const may = useMay();
  const [open, setOpen] = useState<string | null>(null);
  const own = moduleOf(object.key).verbs ?? {};
  const Form = open ? forms.get(`${object.key}.${open}`) : undefined;
  return (
    <>
      {object.verbs
        .filter(({ key }) => own[key] && may(object.key, key) && (own[key].shown?.(row) ?? true))
        .map(({ key, label }) => {
          const verb = own[key];
          return (
            <Button
              key={key}
              {...(verb?.icon ? { icon: verb.icon } : {})}
              className="hide-phone"
              onClick={() => {
                if (verb?.run) void verb.run(row);
                const name = `${object.key}.${key}`;
                if (verb?.form && !forms.has(name)) forms.set(name, lazy(verb.form));
                if (verb?.form) setOpen(key);
              }}
            >
              {say(label)}
            </Button>
          );
        })}
      {Form && (
        <Suspense>
          <Form object={object} row={row} onClose={() => setOpen(null)} />
        </Suspense>
      )}
    </>
  );
}

function MoreMenu({
  object,
  row,
  beside,
  onGone,
}: {
  object: ObjectMeta;
  row: Row;
  beside: boolean;
  onGone?: () => void;
}) {
  const t = records.useText();
  const may = useMay();
  const navigate = useNavigate();
  const drop = useDeleteRecord(object.key);
  const path = `/o/${object.key}/${row.id}`;
  const entries: MenuEntry[] = [
    ...(beside
      ? [{ key: "full", label: t("openFull"), icon: Maximize2, onSelect: () => void navigate({ to: path }) }]
      : []),
    {
      key: "copy",
      label: t("copy"),
      icon: Link2,
      onSelect: () =>
        void navigator.clipboard
          ?.writeText(new URL(path, location.href).href)
          .then(() => toast(t("copied"), { tone: "good" })),
    },
    ...(may(object.key, "delete")
      ? [
          { key: "s", separator: true as const },
          {
            key: "delete",
            label: t("delete"),
            icon: Trash2,
            danger: true,
            onSelect: () =>
              void drop(row).then((gone) => {
                if (gone)
                  onGone ? onGone() : void navigate({ to: "/o/$object", params: { object: object.key } });
              }),
          },
        ]
      : []),
  ];
  return (
    <Menu
      label={t("more")}
      align="end"
      entries={entries}
      trigger={({ ref, ...props }) => (
        <Button variant="ghost" icon={Ellipsis} label={t("more")} ref={ref} {...props} />
      )}
    />
  );
}
