/** One row of the table, and the editor of its active cell. */
import { Link } from "@tanstack/react-router";
import { PanelRight } from "lucide-react";
import { useRef, useState } from "react";
import type { ObjectMeta, Row } from "@/api/types";
import { MaskMark } from "@/fields/masked";
import { kindOf } from "@/fields/registry";
import { classes } from "@/lib/classes";
import { titleOf, useSay, valueIn } from "@/metadata";
import { Avatar, Checkbox } from "@/ui/atoms";
import { Floating } from "@/ui/overlay";
import { usePrefetchRecord } from "../data";
import { records } from "../strings";
import type { Grid } from "./grid";
import type { Column } from "./state";
import styles from "./table.module.css";

const PORTRAITS = new Set(["contact", "company"]);

interface RowLineProps {
  object: ObjectMeta;
  row: Row;
  index: number;
  top: number;
  height: number;
  columns: Column[];
  widths: number[];
  grid: Grid;
  active: number | null;
  selected: boolean;
  peeked: boolean;
  phone: boolean;
  onToggle: (range: boolean) => void;
  onOpen: (beside: boolean) => void;
}

export function RowLine({
  object,
  row,
  index,
  top,
  height,
  columns,
  widths,
  grid,
  active,
  selected,
  peeked,
  phone,
  onToggle,
  onOpen,
}: RowLineProps) {
  const t = records.useText();
  const prefetch = usePrefetchRecord(object.key);
  const title = titleOf(object, row) || "—";
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={classes(styles.row, selected && styles.selected, peeked && styles.peeked)}
      style={{ height, transform: `translateY(${top}px)` }}
    >
      <div role="gridcell" className={styles.check}>
        <Checkbox
          aria-label={t("selectRow", { name: title })}
          tabIndex={-1}
          checked={selected}
          onChange={(event) => onToggle((event.nativeEvent as MouseEvent).shiftKey)}
        />
      </div>
      {columns.map((column, at) => {
        const { Display, align } = kindOf(column.field);
        const editing = active === at && grid.editing !== null;
        const isTitle = column.path === object.title_field;
        return (
          <div
            key={column.path}
            id={`cell-${index}-${at}`}
            role="gridcell"
            aria-colindex={at + 2}
            aria-readonly={!grid.editable(column, row)}
            className={classes(
              styles.cell,
              at === 0 && styles.frozen,
              align === "end" && styles.end,
              active === at && !phone && styles.active,
            )}
            style={{ width: widths[at] }}
            onPointerDown={(event) => {
              if (phone || editing || event.button !== 0 || (event.target as HTMLElement).closest("a,button"))
                return;
              grid.focus({ row: index, column: at });
              (event.currentTarget.closest("[role=grid]") as HTMLElement | null)?.focus({
                preventScroll: true,
              });
              event.preventDefault();
            }}
            onDoubleClick={() => !phone && grid.edit({ row: index, column: at })}
            onClick={() => phone && onOpen(false)}
          >
            {isTitle ? (
              <span className={styles.title}>
                {PORTRAITS.has(object.key) && <Avatar name={title} square={object.key === "company"} />}
                <Link
                  to="/o/$object/$id"
                  params={{ object: object.key, id: row.id }}
                  tabIndex={-1}
                  className="ellipsis"
                  draggable={false}
                  onPointerEnter={() => prefetch(row.id)}
                >
                  {title}
                </Link>
                {column.field.masked && <MaskMark />}
                <button
                  type="button"
                  tabIndex={-1}
                  className={classes(styles.beside, "hide-phone")}
                  aria-label={t("open")}
                  onClick={() => onOpen(true)}
                >
                  <PanelRight size={14} aria-hidden />
                </button>
              </span>
            ) : (
              <Display value={valueIn(row, column.field)} field={column.field} row={row} dense />
            )}
            {editing && <CellEditor column={column} row={row} grid={grid} />}
          </div>
        );
      })}
      <div className={styles.filler} role="presentation" />
    </div>
  );
}

function CellEditor({ column, row, grid }: { column: Column; row: Row; grid: Grid }) {
  const say = useSay();
  const [host, setHost] = useState<HTMLElement | null>(null);
  const left = useRef(false);
  const { Input, editor } = kindOf(column.field);
  const commit: Grid["commit"] = (value, move) => {
    if (left.current) return;
    left.current = true;
    grid.commit(value, move);
    host?.closest<HTMLElement>("[role=grid]")?.focus({ preventScroll: true });
  };
  const cancel = () => {
    left.current = true;
    grid.cancel();
    host?.closest<HTMLElement>("[role=grid]")?.focus({ preventScroll: true });
  };
  const input = (
    <Input
      inPlace
      field={column.field}
      value={grid.editing ? grid.editing.draft : valueIn(row, column.field)}
      onChange={grid.setDraft}
      onCommit={(value) => commit(value, editor === "box" ? "down" : undefined)}
      onCancel={cancel}
    />
  );
  const onTab = (event: React.KeyboardEvent) => {
    if (event.key !== "Tab") return;
    event.preventDefault();
    event.stopPropagation();
    commit(undefined, event.shiftKey ? "left" : "right");
  };
  if (editor === "box")
    return (
      <div
        ref={(node) => {
          setHost(node);
          if (node && !node.contains(document.activeElement))
            node.querySelector<HTMLElement>("input,textarea")?.focus();
        }}
        className={styles.editor}
        onKeyDown={onTab}
        onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && commit()}
      >
        {input}
      </div>
    );
  return (
    <span ref={setHost} className={styles.anchor}>
      {host && (
        <Floating
          anchor={host}
          cover
          label={say(column.field.label)}
          onClose={() => commit()}
          onEscape={cancel}
        >
          <div onKeyDown={onTab}>{input}</div>
        </Floating>
      )}
    </span>
  );
}
