/** The table: virtual rows, a frozen first column, a header that sorts, moves and resizes, cells edited in place. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, type ReactNode, useEffect, useLayoutEffect, useRef } from "react";
import type { ObjectMeta } from "@/api/types";
import { classes } from "@/lib/classes";
import { usePhone } from "@/lib/media";
import { usePreferences } from "@/lib/preferences";
import { useWidth } from "@/lib/width";
import { useSay } from "@/metadata";
import { Checkbox, Skeleton } from "@/ui/atoms";
import type { useRecordList } from "../data";
import { records } from "../strings";
import { useGrid } from "./grid";
import { HeaderCell } from "./HeaderCell";
import { RowLine } from "./RowLine";
import type { Selection } from "./selection";
import type { ListState } from "./state";
import styles from "./table.module.css";
import { useWidths } from "./widths";

const CHECK = 38;
/** How far down each list was left, so that coming back from a record finds the same rows. */
const left = new Map<string, number>();

interface TableProps {
  object: ObjectMeta;
  state: ListState;
  list: ReturnType<typeof useRecordList>;
  selection: Selection;
  onOpen: (id: string, beside: boolean) => void;
  /** Shown instead of rows when there are none. */
  children?: ReactNode;
}

export function Table({ object, state, list, selection, onOpen, children }: TableProps) {
  const t = records.useText();
  const say = useSay();
  const phone = usePhone();
  const { density } = usePreferences();
  const scroller = useRef<HTMLDivElement>(null);
  const table = useRef<HTMLDivElement>(null);
  const pressed = useRef(false);
  const { rows, hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const { widthsOf, setWidth } = useWidths(object.key, phone);
  const room = useWidth(scroller) - CHECK;
  const height = phone ? 44 : density === "comfortable" ? 42 : 36;
  // Another filter, sort or view is another list and starts at its own top.
  const place = JSON.stringify([object.key, state.filter, state.sort, state.view?.id]);
  useLayoutEffect(() => {
    const box = scroller.current;
    box?.scrollTo({ top: left.get(place) ?? 0 });
    const remember = () => left.set(place, box?.scrollTop ?? 0);
    box?.addEventListener("scroll", remember, { passive: true });
    return () => box?.removeEventListener("scroll", remember);
  }, [place]);
  const virtual = useVirtualizer({
    initialOffset: () => left.get(place) ?? 0,
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
    scrollPaddingStart: 34,
  });
  const items = virtual.getVirtualItems();
  const { columns } = state;
  const widths = widthsOf(columns, room);
  const grid = useGrid({
    object,
    rows,
    columns,
    selection,
    onOpen,
    page: Math.max(1, Math.floor((scroller.current?.clientHeight ?? 600) / height) - 2),
    takeFocus: () => table.current?.focus({ preventScroll: true }),
    scrollTo: (row) => virtual.scrollToIndex(row, { align: "auto" }),
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: another row height must be measured anew
  useEffect(() => virtual.measure(), [height]);
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && lastShown >= rows.length - 40) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, lastShown, rows.length, fetchNextPage]);
  // Keep the active cell in sight sideways as well; the first column is frozen over the rest.
  useEffect(() => {
    const box = scroller.current;
    if (!box || !grid.used || grid.active.column === 0) return;
    const lefts = widths.slice(0, grid.active.column).reduce((sum, width) => sum + width, CHECK);
    const first = CHECK + (widths[0] ?? 0);
    const width = widths[grid.active.column] ?? 0;
    if (lefts - first < box.scrollLeft) box.scrollLeft = lefts - first;
    else if (lefts + width > box.scrollLeft + box.clientWidth)
      box.scrollLeft = lefts + width - box.clientWidth;
  }, [grid.active.column, grid.used, widths]);

  const total = CHECK + widths.reduce((sum, width) => sum + width, 0);
  const shownSelected = rows.length > 0 && rows.every((row) => selection.has(row.id));
  return (
    <div ref={scroller} className={classes(styles.scroller, "scroll")}>
      <div
        ref={table}
        role="grid"
        tabIndex={0}
        aria-label={t("table", { name: say(object.plural) })}
        aria-rowcount={list.count && !list.count.capped ? list.count.value + 1 : -1}
        aria-colcount={columns.length + 1}
        aria-multiselectable
        aria-busy={list.isPending}
        aria-activedescendant={
          grid.used && rows.length ? `cell-${grid.active.row}-${grid.active.column}` : undefined
        }
        className={styles.grid}
        style={{ minWidth: total, "--check": `${CHECK}px` } as CSSProperties}
        onKeyDown={grid.onKeyDown}
        onPointerDownCapture={() => {
          pressed.current = true;
        }}
        onFocus={({ target, currentTarget }) => {
          // Reached by Tab: start at the first cell. A press says itself which cell it means.
          if (target === currentTarget && !grid.used && !pressed.current && rows.length > 0)
            grid.focus({ row: 0, column: 0 });
        }}
      >
        <div role="row" aria-rowindex={1} className={styles.head}>
          <div role="columnheader" className={styles.check}>
            <Checkbox
              aria-label={t("selectPage")}
              tabIndex={-1}
              checked={shownSelected}
              indeterminate={!shownSelected && selection.size > 0}
              onChange={(event) => selection.setShown(event.target.checked)}
            />
          </div>
          {columns.map((column, index) => (
            <HeaderCell
              key={column.path}
              column={column}
              index={index}
              width={widths[index] as number}
              state={state}
              onWidth={(width) => setWidth(column.path, width)}
            />
          ))}
          <div className={styles.filler} role="presentation" />
        </div>
        {list.isPending && <Loading widths={widths} height={height} />}
        <div role="rowgroup" className={styles.body} style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const row = rows[item.index];
            return (
              row && (
                <RowLine
                  key={row.id}
                  object={object}
                  row={row}
                  index={item.index}
                  top={item.start}
                  height={height}
                  columns={columns}
                  widths={widths}
                  grid={grid}
                  active={grid.used && grid.active.row === item.index ? grid.active.column : null}
                  selected={selection.has(row.id)}
                  peeked={state.peek === row.id}
                  onToggle={(range) => selection.toggle(row.id, range)}
                  onOpen={(beside) => onOpen(row.id, beside)}
                  phone={phone}
                />
              )
            );
          })}
        </div>
      </div>
      {isFetchingNextPage && <div className={styles.more}>{t("loadingMore")}</div>}
      {children}
    </div>
  );
}

function Loading({ widths, height }: { widths: number[]; height: number }) {
  return Array.from({ length: 14 }, (_, row) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: fourteen grey lines
    <div key={row} role="presentation" className={styles.row} style={{ position: "static", height }}>
      <div className={styles.check} />
      {widths.map((width, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as many as columns
        <div key={column} className={styles.cell} style={{ width }}>
          <Skeleton width={`${45 + ((row * 7 + column * 13) % 40)}%`} />
        </div>
      ))}
    </div>
  ));
}
