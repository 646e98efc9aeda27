import { describe, expect, it } from "vitest";
import type { FieldMeta } from "@/api/types";
import { share, slices } from "./portrait";

const words = { unset: "—", others: "others" };
const field = (options?: string[]): FieldMeta => ({
  key: "stage",
  kind: options ? "choice" : "text",
  label: { en: "Stage", zh: "阶段" },
  required: false,
  readonly: false,
  custom: false,
  sortable: true,
  filterable: true,
  operators: [],
  settings: options ? { options: options.map((key) => ({ key, label: { en: `<${key}>`, zh: key } })) } : {},
});
const row = (value: unknown, count: number) => ({ group: [value], measures: [count] });

describe("slices", () => {
  it("keeps the order of the options and puts the unset last", () => {
    const found = slices(field(["a", "b"]), [row(null, 9), row("b", 5), row("a", 1)], words);
    expect(found.map((slice) => [slice.label, slice.value])).toEqual([
      ["a", 1],
      ["b", 5],
      ["—", 9],
    ]);
  });
  it("sorts free values by size and gathers the small ones", () => {
    const rows = [1, 8, 3, 5, 2].map((count, index) => row(`v${index}`, count));
    const found = slices(field(), rows, words, 3);
    expect(found.map((slice) => [slice.label, slice.value])).toEqual([
      ["v1", 8],
      ["v3", 5],
      ["others", 6],
    ]);
  });
});

describe("share", () => {
  it("is nought of nothing", () => {
    expect(share(3, 0)).toBe(0);
    expect(share(1, 4)).toBe(0.25);
  });
});
