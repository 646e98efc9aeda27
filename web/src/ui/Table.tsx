/** A plain table for short lists that are not records: columns with a cell each, rows that may open something. */
import type { ReactNode } from "react";
import { classes } from "@/lib/classes";
import styles from "./Table.module.css";

export interface Column<T> {
  key: string;
  title: ReactNode;
  cell: (row: T) => ReactNode;
  align?: "end";
  width?: number | string;
  /** Left out on a phone. */
  wide?: boolean;
}

interface TableProps<T> {
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
  onOpen?: (row: T) => void;
  marked?: (row: T) => boolean;
  /** Without the frame, inside a card. */
  bare?: boolean;
}

export function Table<T>({ label, columns, rows, rowKey, onOpen, marked, bare }: TableProps<T>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={classes(styles.frame, bare && styles.bare, "scroll")} aria-label={label} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                style={{ width: column.width }}
                className={classes(column.align === "end" && styles.end, column.wide && "hide-phone")}
              >
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              className={classes(onOpen && styles.open, marked?.(row) && styles.marked)}
              onClick={onOpen && (() => onOpen(row))}
            >
              {columns.map((column) => (
                <td
                  key={column.key}
                  className={classes(column.align === "end" && styles.end, column.wide && "hide-phone")}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
