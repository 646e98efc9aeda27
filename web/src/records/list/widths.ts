/** Column widths of this browser, by object and column. */
import { useState } from "react";
import { kindOf } from "@/fields/registry";
import type { Column } from "./state";

const MIN = 70;

export function useWidths(
  object: string,
  phone: boolean,
): { widthOf: (column: Column, first: boolean) => number; setWidth: (path: string, width: number) => void } {
  const key = `zhike.widths.${object}`;
  const [widths, setWidths] = useState<Record<string, number>>(() => {
    try {
      return JSON.parse(localStorage.getItem(key) ?? "{}");
    } catch {
      return {};
    }
  });
  return {
    widthOf: (column, first) => {
      const standard = first ? (phone ? 170 : 205) : kindOf(column.field).width;
      return widths[column.path] ?? (phone ? Math.min(standard, first ? 170 : 132) : standard);
    },
    setWidth: (path, width) => {
      const next = { ...widths, [path]: Math.max(MIN, Math.round(width)) };
      setWidths(next);
      localStorage.setItem(key, JSON.stringify(next));
    },
  };
}
