/** Recency and frequency: the list behind a cell, its strength on the map, and the names people give to regions of it. */
import type { FilterNode } from "@/api/types";
import type { Rfm, RfmCell } from "./api";

export type RfmGroup = "champions" | "loyal" | "fresh" | "promising" | "risk" | "lost";
const GROUPS: readonly RfmGroup[] = ["champions", "loyal", "fresh", "promising", "risk", "lost"];

export function groupOf({ recency, frequency }: Pick<RfmCell, "recency" | "frequency">): RfmGroup {
  if (recency >= 4 && frequency >= 4) return "champions";
  if (recency >= 3 && frequency >= 3) return "loyal";
  if (recency >= 4) return "fresh";
  if (recency === 3) return "promising";
  return frequency >= 3 ? "risk" : "lost";
}

/** From the least value of a score to the least value of the next score that anybody has: `[low, high)`. */
export function range<T>(least: readonly (T | null)[], score: number): { low: T | null; high: T | null } {
  const low = score > 1 ? (least[score - 2] ?? null) : null;
  const high = least.slice(score - 1).find((value) => value !== null) ?? null;
  return { low, high };
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

function within(cell: Pick<RfmCell, "recency" | "frequency">, cuts: Rfm["cuts"]): FilterNode[] {
  const days = range(cuts.recency, cell.recency);
  const orders = range(cuts.frequency, cell.frequency);
  const conditions: FilterNode[] = [];
  if (days.low) conditions.push({ field: "last_order_at", op: "after", value: dayBefore(days.low) });
  if (days.high) conditions.push({ field: "last_order_at", op: "before", value: days.high });
  if (orders.low !== null) conditions.push({ field: "order_count", op: "gte", value: orders.low });
  if (orders.high !== null) conditions.push({ field: "order_count", op: "lt", value: orders.high });
  return conditions;
}

const BOUGHT: FilterNode = { field: "order_count", op: "gte", value: 1 };

/** The contacts of one cell as a filter of the list. */
export function filterOf(cell: Pick<RfmCell, "recency" | "frequency">, cuts: Rfm["cuts"]): FilterNode {
  const conditions = within(cell, cuts);
  const counted = conditions.some((one) => "field" in one && one.field === "order_count" && one.op === "gte");
  return { all: counted ? conditions : [BOUGHT, ...conditions] };
}

/** The contacts of a named region, from the cells that hold anybody. */
export function filterOfGroup(group: RfmGroup, rfm: Rfm): FilterNode {
  const cells = rfm.cells.filter((cell) => cell.customers > 0 && groupOf(cell) === group);
  return { all: [BOUGHT, { any: cells.map((cell) => ({ all: within(cell, rfm.cuts) })) }] };
}

export interface GroupSum {
  group: RfmGroup;
  customers: number;
  revenue: number;
}

export function sums(rfm: Rfm): GroupSum[] {
  return GROUPS.map((group) => {
    const cells = rfm.cells.filter((cell) => groupOf(cell) === group);
    return {
      group,
      customers: cells.reduce((sum, cell) => sum + cell.customers, 0),
      revenue: cells.reduce((sum, cell) => sum + Number(cell.revenue), 0),
    };
  });
}

export interface Strength {
  /** Share of the accent in the cell's colour, in percent. */
  power: number;
  /** Written on in the accent's own ink. */
  strong: boolean;
}

/** The square root keeps small cells visible beside large ones. Between the two ranges no ink would reach AA contrast. */
export function strength(value: number, most: number): Strength {
  if (value <= 0 || most <= 0) return { power: 0, strong: false };
  const share = Math.sqrt(value / most);
  return share < 0.75
    ? { power: Math.round(8 + (share / 0.75) * 46), strong: false }
    : { power: Math.round(82 + ((share - 0.75) / 0.25) * 18), strong: true };
}
