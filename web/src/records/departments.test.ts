import { expect, test } from "vitest";
import type { Department } from "@/api/types";
import { branches, treeOptions } from "./departments";

const one = (id: string, parent: string | null = null): Department => ({
  id,
  name: id.toUpperCase(),
  parent,
  head: null,
  position: 0,
  members: [],
});
const rows = [
  one("sales"),
  one("service"),
  one("east", "sales"),
  one("shanghai", "east"),
  one("lost", "gone"),
];

test("every department follows its parent", () => {
  expect(branches(rows).map(({ department, depth }) => [department.id, depth])).toEqual([
    ["sales", 0],
    ["east", 1],
    ["shanghai", 2],
    ["service", 0],
    ["lost", 0],
  ]);
});

test("a department is not offered itself or what is below it", () => {
  expect(treeOptions(rows, "east").map((option) => option.value)).toEqual(["sales", "service", "lost"]);
  expect(treeOptions(rows)[2]).toEqual({ value: "shanghai", label: "　　SHANGHAI" });
});
