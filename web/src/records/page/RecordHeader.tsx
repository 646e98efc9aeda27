import { ChevronDown, ChevronLeft, ChevronRight, X } from "lucide-react";
import type { ObjectMeta, Row } from "@/api/types";
import { isBlank } from "@/fields/kind";
import { MaskMark } from "@/fields/masked";
import { kindOf } from "@/fields/registry";
import { formatCount, formatNumber } from "@/lib/format";
import { titleOf, useSay, valueIn } from "@/metadata";
import { Avatar } from "@/ui/atoms";
import { Button } from "@/ui/Button";
import { Popover } from "@/ui/overlay";
import { toneOf } from "@/ui/tone";
import type { Neighbours } from "../context";
import { useSaveField } from "../data";
import { useMine } from "../mine";
import { records } from "../strings";
import styles from "./page.module.css";
import { MoreMenu, Verbs } from "./RecordVerbs";
import { page } from "./strings";
import { WhoSees } from "./WhoSees";

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
          {object.fields.some((field) => field.key === object.title_field && field.masked) && <MaskMark />}
          {tags &&
            Tags &&
            Array.isArray(valueIn(row, tags)) &&
            (valueIn(row, tags) as string[]).length > 0 && <Tags field={tags} value={valueIn(row, tags)} />}
        </div>
        <Subtitle object={object} row={row} />
      </div>
      <span className="grow" />
      <Owner object={object} row={row} />
      <WhoSees object={object} row={row} />
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

/** Who this is in a few words: what the object names as its subtitle. */
function Subtitle({ object, row }: { object: ObjectMeta; row: Row }) {
  const say = useSay();
  const parts = object.subtitle
    .flatMap((key) => object.fields.find((field) => field.key === key) ?? [])
    .filter((field) => !isBlank(valueIn(row, field)));
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
  const mine = useMine(object, row.id);
  const save = useSaveField(object);
  const field = object.fields.find((one) => one.key === "owner");
  if (!field) return null;
  const closed = mine.why("edit") ?? (field.locked ? page.text("lockedField") : undefined);
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
          title={[`${t("owner")}: ${person ?? t("noOwner")}`, closed].filter(Boolean).join("\n")}
          disabled={field.readonly || !mine.may("edit")}
          {...props}
        >
          <Avatar name={person ?? "–"} size={26} {...(person ? {} : { tone: "neutral" })} />
          <span className={styles.ownerName}>{person ?? t("noOwner")}</span>
          <ChevronDown size={13} aria-hidden className={styles.ownerName} />
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
