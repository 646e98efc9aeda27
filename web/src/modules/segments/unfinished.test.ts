import { describe, expect, it } from "vitest";
import { unfinished } from "./unfinished";

describe("unfinished", () => {
  it("finds a condition without a value anywhere in the tree", () => {
    expect(unfinished({ all: [{ field: "city", op: "in", value: [] }] })).toBe(true);
    expect(
      unfinished({
        related: "orders",
        having: { count: { gte: 3 } },
        where: { all: [{ field: "total", op: "gte" }] },
      }),
    ).toBe(true);
  });
  it("takes empty groups and whole conditions as finished", () => {
    expect(unfinished(null)).toBe(false);
    expect(unfinished({ all: [] })).toBe(false);
    expect(unfinished({ related: "orders", where: null, having: { count: { gte: 3 } } })).toBe(false);
    expect(unfinished({ not: { field: "email", op: "is_empty" } })).toBe(false);
  });
});
