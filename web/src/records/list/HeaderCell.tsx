/** A column's head: a menu to sort, hide and move, dragging to reorder, a handle to resize. */
import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, EyeOff, X } from "lucide-react";
import { type PointerEvent, useRef, useState } from "react";
import { kindOf } from "@/fields/registry";
import { classes } from "@/lib/classes";
import { useSay } from "@/metadata";
import { Menu, type MenuEntry } from "@/ui/Menu";
import { records } from "../strings";
import { type Column, type ListState, parseSort, sortOf } from "./state";
import styles from "./table.module.css";

interface HeaderCellProps {
  column: Column;
  index: number;
  width: number;
  state: ListState;
  onWidth: (width: number) => void;
}

export function HeaderCell({ column, index, width, state, onWidth }: HeaderCellProps) {
  const t = records.useText();
  const say = useSay();
  const [over, setOver] = useState(false);
  const start = useRef<{ x: number; width: number } | null>(null);
  const { field, path } = column;
  const name = say(field.label);
  const sort = parseSort(state.sort);
  const own = sort.find((key) => key.path === path);
  const paths = state.columns.map((one) => one.path);
  const setColumns = (next: string[]) => state.set({ columns: next.join(",") });
  const moveTo = (from: number, to: number) => {
    const next = [...paths];
    const [taken] = next.splice(from, 1);
    next.splice(to, 0, taken as string);
    setColumns(next);
  };
  const sortBy = (descending: boolean | null) =>
    state.set({
      sort:
        descending === null
          ? undefined
          : sortOf([{ path, descending }, ...sort.filter((key) => key.path !== path)].slice(0, 3)),
    });
  const entries: MenuEntry[] = [
    ...(field.sortable
      ? [
          { key: "up", label: t("sortUp"), icon: ArrowUp, onSelect: () => sortBy(false) },
          { key: "down", label: t("sortDown"), icon: ArrowDown, onSelect: () => sortBy(true) },
          ...(own ? [{ key: "none", label: t("noSort"), icon: X, onSelect: () => sortBy(null) }] : []),
          { key: "s", separator: true as const },
        ]
      : []),
    {
      key: "left",
      label: t("moveLeft"),
      icon: ArrowLeft,
      disabled: index === 0,
      onSelect: () => moveTo(index, index - 1),
    },
    {
      key: "right",
      label: t("moveRight"),
      icon: ArrowRight,
      disabled: index === paths.length - 1,
      onSelect: () => moveTo(index, index + 1),
    },
    {
      key: "hide",
      label: t("hideColumn"),
      icon: EyeOff,
      disabled: paths.length === 1,
      onSelect: () => setColumns(paths.filter((one) => one !== path)),
    },
  ];
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (start.current) onWidth(start.current.width + event.clientX - start.current.x);
  };
  return (
    <div
      role="columnheader"
      aria-colindex={index + 2}
      aria-sort={own ? (own.descending ? "descending" : "ascending") : undefined}
      className={classes(
        styles.th,
        index === 0 && styles.frozen,
        kindOf(field).align === "end" && styles.end,
        over && styles.over,
      )}
      style={{ width }}
      draggable
      onDragStart={(event) => event.dataTransfer.setData("text/zhike-column", String(index))}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes("text/zhike-column")) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        const from = Number(event.dataTransfer.getData("text/zhike-column"));
        if (from !== index) moveTo(from, index);
      }}
    >
      <Menu
        label={t("columnMenu", { name })}
        entries={entries}
        trigger={({ ref, ...props }) => (
          <button type="button" ref={ref} tabIndex={-1} className={styles.thButton} {...props}>
            <span className="ellipsis">{name}</span>
            {own &&
              (own.descending ? <ArrowDown size={12} aria-hidden /> : <ArrowUp size={12} aria-hidden />)}
          </button>
        )}
      />
      <div
        className={styles.handle}
        aria-hidden
        draggable
        onDragStart={(event) => {
          event.preventDefault();
          event.stopPropagation();
        }}
        onPointerDown={(event) => {
          event.preventDefault();
          event.stopPropagation();
          event.currentTarget.setPointerCapture(event.pointerId);
          start.current = { x: event.clientX, width };
        }}
        onPointerMove={drag}
        onPointerUp={() => {
          start.current = null;
        }}
        onDoubleClick={() => onWidth(kindOf(field).width)}
      />
    </div>
  );
}
