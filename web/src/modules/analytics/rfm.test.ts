import { describe, expect, it } from "vitest";
import type { Rfm } from "./api";
import { filterOf, filterOfGroup, groupOf, range, strength, sums } from "./rfm";

const cuts: Rfm["cuts"] = {
  recency: ["2026-01-10", "2026-03-01", "2026-06-15", "2026-09-20"],
  frequency: [null, 2, 3, 6],
  money: [100, 200, 300, 400],
};
const rfm: Rfm = {
  customers: 12,
  formula: "",
  cuts,
  cells: [
    { recency: 5, frequency: 5, customers: 4, revenue: "400.00", money: 5 },
    { recency: 4, frequency: 4, customers: 2, revenue: "100.00", money: 4 },
    { recency: 1, frequency: 1, customers: 6, revenue: "60.00", money: 1 },
    { recency: 2, frequency: 5, customers: 0, revenue: "0.00", money: 0 },
  ],
};

describe("range", () => {
  it("reaches from a score's least value to that of the next score anybody has", () => {
    expect(range(cuts.frequency, 1)).toEqual({ low: null, high: 2 });
    expect(range(cuts.frequency, 3)).toEqual({ low: 2, high: 3 });
    expect(range(cuts.frequency, 5)).toEqual({ low: 6, high: null });
  });
});

describe("filterOf", () => {
  it("names the days and numbers of a cell", () => {
    expect(filterOf({ recency: 2, frequency: 4 }, cuts)).toEqual({
      all: [
        { field: "last_order_at", op: "after", value: "2026-01-09" },
        { field: "last_order_at", op: "before", value: "2026-03-01" },
        { field: "order_count", op: "gte", value: 3 },
        { field: "order_count", op: "lt", value: 6 },
      ],
    });
  });
  it("leaves the ends open", () => {
    expect(filterOf({ recency: 5, frequency: 5 }, cuts)).toEqual({
      all: [
        { field: "last_order_at", op: "after", value: "2026-09-19" },
        { field: "order_count", op: "gte", value: 6 },
      ],
    });
  });
  it("always asks for at least one order", () => {
    expect(filterOf({ recency: 5, frequency: 1 }, cuts)).toEqual({
      all: [
        { field: "order_count", op: "gte", value: 1 },
        { field: "last_order_at", op: "after", value: "2026-09-19" },
        { field: "order_count", op: "lt", value: 2 },
      ],
    });
  });
});

describe("groups", () => {
  it("cover the whole grid", () => {
    const all = new Set<string>();
    for (let recency = 1; recency <= 5; recency++)
      for (let frequency = 1; frequency <= 5; frequency++) all.add(groupOf({ recency, frequency }));
    expect([...all].sort()).toEqual(["champions", "fresh", "lost", "loyal", "promising", "risk"]);
  });
  it("sum customers and revenue and list only cells with people", () => {
    expect(sums(rfm)[0]).toEqual({ group: "champions", customers: 6, revenue: 500 });
    const filter = filterOfGroup("champions", rfm) as { all: [unknown, { any: unknown[] }] };
    expect(filter.all[1].any).toHaveLength(2);
  });
});

describe("strength", () => {
  it("is nought for nobody and all of the accent for the most", () => {
    expect(strength(0, 10)).toEqual({ power: 0, strong: false });
    expect(strength(10, 10)).toEqual({ power: 100, strong: true });
  });
  it("leaves out the colours on which neither ink can be read", () => {
    for (let value = 1; value <= 200; value++) {
      const { power, strong } = strength(value, 200);
      expect(strong ? power >= 82 : power <= 54).toBe(true);
    }
  });
});
