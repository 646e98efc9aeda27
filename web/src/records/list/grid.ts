/** Moving about a table as in a spreadsheet: the active cell, editing it, and the keys for both. */
import { type KeyboardEvent, useState } from "react";
import type { ObjectMeta, Row, Value } from "@/api/types";
import { useShortcuts } from "@/lib/shortcuts";
import { useMay, valueIn } from "@/metadata";
import { toast } from "@/ui/toast";
import { useSaveField } from "../data";
import { records } from "../strings";
import type { Selection } from "./selection";
import type { Column } from "./state";

export interface Cell {
  row: number;
  column: number;
}
export interface Grid {
  active: Cell;
  /** Whether the reader has moved into the table, so that the ring is drawn. */
  used: boolean;
  editing: { draft: Value } | null;
  focus: (cell: Cell) => void;
  edit: (cell: Cell) => void;
  setDraft: (value: Value) => void;
  /** Save (with the value given, else the draft) and leave the cell. */
  commit: (value?: Value, move?: "down" | "right" | "left") => void;
  cancel: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
  editable: (column: Column, row: Row) => boolean;
}

interface GridOptions {
  object: ObjectMeta;
  rows: Row[];
  columns: Column[];
  selection: Selection;
  scrollTo: (row: number) => void;
  /** Gives the table the keyboard, so that arrows follow where letters began. */
  takeFocus: () => void;
  onOpen: (id: string, beside: boolean) => void;
  page: number;
}

export function useGrid({
  object,
  rows,
  columns,
  selection,
  scrollTo,
  takeFocus,
  onOpen,
  page,
}: GridOptions): Grid {
  const may = useMay();
  const save = useSaveField(object);
  const [active, setActive] = useState<Cell>({ row: 0, column: 0 });
  const [used, setUsed] = useState(false);
  const [editing, setEditing] = useState<{ draft: Value } | null>(null);
  const editable = ({ field, path }: Column, row: Row) =>
    row.may_edit !== false &&
    !field.readonly &&
    field.kind !== "json" &&
    (!path.includes(".") || field.custom) &&
    may(object.key, "edit");

  const focus = (cell: Cell) => {
    const next = {
      row: Math.max(0, Math.min(rows.length - 1, cell.row)),
      column: Math.max(0, Math.min(columns.length - 1, cell.column)),
    };
    setActive(next);
    setUsed(true);
    scrollTo(next.row);
  };
  const edit = (cell: Cell) => {
    const row = rows[cell.row];
    const column = columns[cell.column];
    focus(cell);
    if (!row || !column) return;
    if (editable(column, row)) setEditing({ draft: valueIn(row, column.field) });
    else if (row.may_edit === false) toast(records.text("rowLocked"));
  };
  const commit = (value?: Value, move?: "down" | "right" | "left") => {
    const row = rows[active.row];
    const column = columns[active.column];
    if (row && column && editing) void save(row, column.field, value === undefined ? editing.draft : value);
    setEditing(null);
    if (move === "down") focus({ ...active, row: active.row + 1 });
    if (move === "right") focus({ ...active, column: active.column + 1 });
    if (move === "left") focus({ ...active, column: active.column - 1 });
  };
  const step = (down: number, right = 0) =>
    focus({ row: used ? active.row + down : 0, column: active.column + right });
  const current = rows[active.row];

  useShortcuts(
    {
      j: () => {
        step(1);
        takeFocus();
      },
      k: () => {
        step(-1);
        takeFocus();
      },
      x: () => current && selection.toggle(current.id),
      e: () => edit(active.column === 0 && !used ? { row: 0, column: 0 } : active),
      o: () => current && onOpen(current.id, false),
    },
    rows.length > 0 && !editing,
  );

  const keyMove = (key: string, far: boolean, shift: boolean): (() => void) | null => {
    const end = { row: rows.length - 1, column: columns.length - 1 };
    switch (key) {
      case "ArrowDown":
        return () => (far ? focus({ ...active, row: end.row }) : step(1));
      case "ArrowUp":
        return () => (far ? focus({ ...active, row: 0 }) : step(-1));
      case "ArrowRight":
        return () => (far ? focus({ ...active, column: end.column }) : step(0, 1));
      case "ArrowLeft":
        return () => (far ? focus({ ...active, column: 0 }) : step(0, -1));
      case "PageDown":
        return () => step(page);
      case "PageUp":
        return () => step(-page);
      case "Home":
        return () => focus({ row: far ? 0 : active.row, column: 0 });
      case "End":
        return () => focus({ row: far ? end.row : active.row, column: end.column });
      case "Enter":
        return () => (active.column === 0 ? current && onOpen(current.id, false) : edit(active));
      case "F2":
        return () => edit(active);
      case " ":
        return () => current && (shift ? selection.toggle(current.id) : onOpen(current.id, true));
      case "Escape":
        return selection.clear;
      default:
        return null;
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (editing || event.altKey || event.target !== event.currentTarget) return;
    const far = event.ctrlKey || event.metaKey;
    const move = keyMove(event.key, far, event.shiftKey);
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    move();
  };
  return {
    active,
    used,
    editing,
    focus,
    edit,
    setDraft: (draft) => setEditing({ draft }),
    commit,
    cancel: () => setEditing(null),
    onKeyDown,
    editable,
  };
}
