import { describe, expect, it } from "vitest";
import type { FieldMeta } from "@/api/types";
import {
  childrenOf,
  complete,
  countConditions,
  fromTopLevel,
  groupOf,
  isGroup,
  isTree,
  modeOf,
  newCondition,
  newRelated,
  replaceAt,
  topLevel,
  withOperator,
} from "./tree";

const field = (kind: FieldMeta["kind"], operators: string[], key: string = kind): FieldMeta => ({
  key,
  kind,
  label: { en: key, zh: key },
  required: false,
  readonly: false,
  custom: key.startsWith("custom."),
  sortable: true,
  filterable: true,
  settings: {},
  operators,
});

describe("new conditions", () => {
  it("start with the operator people mean most often", () => {
    expect(newCondition(field("choice", ["eq", "in"]))).toEqual({ field: "choice", op: "in", value: [] });
    expect(newCondition(field("datetime", ["on", "in_last"]))).toEqual({
      field: "datetime",
      op: "in_last",
      value: { amount: 30, unit: "day" },
    });
  });
  it("take the first operator of the server where the usual one is not offered", () => {
    expect(newCondition(field("text", ["eq"]))).toEqual({ field: "text", op: "eq" });
  });
  it("name custom fields by their path", () => {
    expect(newCondition(field("text", ["contains"], "custom.level")).field).toBe("custom.level");
  });
});

describe("changing the operator", () => {
  it("keeps a value of the same shape", () => {
    expect(withOperator({ field: "a", op: "in", value: ["x"] }, "not_in")).toEqual({
      field: "a",
      op: "not_in",
      value: ["x"],
    });
  });
  it("drops a value of another shape", () => {
    expect(withOperator({ field: "a", op: "in", value: ["x"] }, "is_empty")).toEqual({
      field: "a",
      op: "is_empty",
    });
    expect(withOperator({ field: "a", op: "on", value: "2026-11-20" }, "in_last")).toEqual({
      field: "a",
      op: "in_last",
      value: { amount: 30, unit: "day" },
    });
  });
});

describe("what can be sent", () => {
  it("leaves out half-made conditions and the groups they leave empty", () => {
    const tree = {
      all: [
        { field: "city", op: "in", value: [] },
        { any: [{ field: "name", op: "contains", value: "" }] },
        { field: "vip", op: "is_true" },
      ],
    };
    expect(complete(tree)).toEqual({ all: [{ field: "vip", op: "is_true" }] });
  });
  it("is nothing when nothing is made", () => {
    expect(complete({ all: [{ any: [] }] })).toBeNull();
    expect(complete(null)).toBeNull();
  });
  it("needs both ends of a range and an amount of time", () => {
    expect(complete({ field: "n", op: "between", value: [1, null] })).toBeNull();
    expect(complete({ field: "n", op: "between", value: [0, 5] })).not.toBeNull();
    expect(complete({ field: "d", op: "in_last", value: { amount: null, unit: "day" } })).toBeNull();
  });
  it("keeps a false or zero value", () => {
    expect(complete({ field: "n", op: "gte", value: 0 })).toEqual({ field: "n", op: "gte", value: 0 });
  });
  it("keeps counts over related records, without an unfinished where", () => {
    const node = { ...newRelated("orders"), where: { all: [{ field: "ordered_at", op: "on" }] } };
    expect(complete(node)).toEqual({ related: "orders", having: { count: { gte: 1 } } });
    expect(complete({ related: "orders", having: { sum: { field: "", gte: 3 } } })).toBeNull();
    expect(complete({ related: "orders", having: { count: {} } })).toBeNull();
  });
  it("turns a negation of nothing into nothing", () => {
    expect(complete({ not: { all: [] } })).toBeNull();
    expect(complete({ not: { any: [{ field: "a", op: "on" }] } })).toBeNull();
  });
  it("leaves half-made conditions out of a negation", () => {
    const whole = { field: "a", op: "is_true" };
    expect(complete({ not: { any: [whole, { field: "b", op: "on" }] } })).toEqual({ not: { any: [whole] } });
  });
});

describe("groups", () => {
  const one = { field: "a", op: "is_true" };
  it("of none are negations, however these are written", () => {
    expect(groupOf("none", [one])).toEqual({ not: { any: [one] } });
    for (const written of [{ not: one }, { not: { any: [one] } }]) {
      expect(isGroup(written) && modeOf(written)).toBe("none");
      expect(isGroup(written) && childrenOf(written)).toEqual([one]);
    }
    expect(childrenOf({ not: { all: [one, one] } })).toEqual([{ all: [one, one] }]);
  });
  it("keep their children when the mode changes", () => {
    expect(groupOf("all", childrenOf(groupOf("none", childrenOf({ any: [one, one] }))))).toEqual({
      all: [one, one],
    });
  });
});

describe("what an address brings", () => {
  const one = { field: "a", op: "is_true" };
  it("is a filter when all of it has the shape of one", () => {
    for (const tree of [one, { all: [] }, { any: [one, { not: one }] }, { related: "orders", where: one }])
      expect(isTree(tree)).toBe(true);
  });
  it("is none when any of it has not", () => {
    const broken = [
      "garbage",
      7,
      null,
      [],
      {},
      { all: "x" },
      { any: [one, 7] },
      { not: null },
      { field: "a" },
    ];
    for (const tree of [...broken, { related: "orders", where: "x" }]) expect(isTree(tree)).toBe(false);
  });
});

describe("the bar of chips", () => {
  it("shows the parts of an all-group, and anything else as one chip", () => {
    const one = { field: "a", op: "is_true" };
    expect(topLevel({ all: [one, one] })).toHaveLength(2);
    expect(topLevel({ any: [one, one] })).toHaveLength(1);
    expect(topLevel(null)).toEqual([]);
  });
  it("goes back to a tree, and to nothing", () => {
    expect(fromTopLevel([])).toBeNull();
    expect(fromTopLevel([{ field: "a", op: "is_true" }])).toEqual({ all: [{ field: "a", op: "is_true" }] });
  });
  it("replaces and removes without touching the original", () => {
    const list = [1, 2, 3];
    expect(replaceAt(list, 1, 9)).toEqual([1, 9, 3]);
    expect(replaceAt(list, 1, null)).toEqual([1, 3]);
    expect(list).toEqual([1, 2, 3]);
  });
  it("counts what it holds", () => {
    expect(
      countConditions({
        all: [{ field: "a", op: "is_true" }, { any: [{ field: "b", op: "is_true" }, newRelated("orders")] }],
      }),
    ).toBe(3);
  });
});
