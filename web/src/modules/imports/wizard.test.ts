import { describe, expect, it } from "vitest";
import type { FieldMeta } from "@/api/types";
import { setLanguage } from "@/lib/strings";
import type { Target } from "./api";
import { defaultsOf } from "./Defaults";
import { imports } from "./strings";
import { guessKind, matchable, place, remap, rowsToImport, stepOf } from "./wizard";

const target = (path: string, kind: Target["kind"]): Target => ({
  path,
  kind,
  label: { en: path, zh: path },
  required: false,
});
const targets = [
  target("name", "text"),
  target("email", "email"),
  target("tags", "tags"),
  target("address#city", "address"),
  target("custom.level", "text"),
];

describe("stepOf", () => {
  it("starts at the file and stays at the result once it runs", () => {
    expect(stepOf(undefined, "check")).toBe("file");
    expect(stepOf("ready", "file")).toBe("columns");
    expect(stepOf("ready", "check")).toBe("check");
    expect(stepOf("running", "columns")).toBe("run");
    expect(stepOf("failed", "check")).toBe("run");
  });
});

describe("place", () => {
  it("puts problems beside their column and keeps the others", () => {
    const placed = place([
      { loc: ["mapping", 2], code: "filled-twice", message: "twice" },
      { loc: ["body", "mapping", 2], code: "unknown-field", message: "later" },
      { loc: ["mapping"], code: "required", message: "name is missing" },
      { loc: ["defaults", "consent.source"], code: "required", message: "say how" },
    ]);
    expect(placed).toEqual({
      columns: { 2: "twice" },
      defaults: { "consent.source": "say how" },
      rest: ["name is missing"],
    });
  });
});

describe("remap", () => {
  it("moves a field that holds one value from its old column", () => {
    expect(remap(["name", "email", null], targets, 2, "email")).toEqual(["name", null, "email"]);
  });
  it("lets lists and parts be filled by several columns", () => {
    expect(remap(["tags", null], targets, 1, "tags")).toEqual(["tags", "tags"]);
    expect(remap(["address#city", null], targets, 1, "address#city")).toEqual([
      "address#city",
      "address#city",
    ]);
  });
  it("leaves a column out", () => {
    expect(remap(["name", "email"], targets, 0, null)).toEqual([null, "email"]);
  });
});

describe("matchable", () => {
  it("offers filled text fields of the object's own", () => {
    const filled = ["name", "email", "tags", "address#city", "custom.level"];
    expect(matchable(targets, filled).map((one) => one.path)).toEqual(["name", "email"]);
  });
});

describe("guessKind", () => {
  it("tells numbers, days, moments and answers from text and codes", () => {
    expect(guessKind(["12", "1,250.5", "0"])).toEqual({ kind: "number", places: 1 });
    expect(guessKind(["2026-09-27", "2026/9/7", "2026年9月7日"])).toEqual({ kind: "date" });
    expect(guessKind(["2026-09-27 10:00"])).toEqual({ kind: "datetime" });
    expect(guessKind(["是", "否"])).toEqual({ kind: "boolean" });
    expect(guessKind(["007", "12"])).toEqual({ kind: "text" });
    expect(guessKind([])).toEqual({ kind: "text" });
  });
});

describe("rowsToImport", () => {
  it("counts exactly when all rows were checked and in proportion otherwise", () => {
    expect(rowsToImport(100, 100, 4)).toBe(96);
    expect(rowsToImport(10_000, 2_000, 20)).toBe(9_900);
    expect(rowsToImport(10, 0, 0)).toBe(10);
  });
});

describe("sentences about rows", () => {
  const warned = (count: number) => imports.text("warned", { count, shown: String(count) });
  it("know one row from several", () => {
    setLanguage("en");
    expect(warned(1)).toMatch(/^1 row comes in with a cell left empty; it is/);
    expect(warned(2)).toMatch(/^2 rows come in with a cell left empty; they are/);
    setLanguage("zh-CN");
    expect(warned(1)).toMatch(/^1 行将/);
  });
});

describe("what every row gets", () => {
  const field = (key: string, kind: FieldMeta["kind"]) =>
    ({ key, kind, label: { en: key, zh: key }, settings: {} }) as FieldMeta;
  it("leaves out what is left empty", () => {
    const fields = [
      field("consent.purposes", "multi_choice"),
      field("consent.source", "text"),
      field("tags", "tags"),
    ];
    expect(defaultsOf(fields, { "consent.purposes": ["marketing"], "consent.source": "", tags: [] })).toEqual(
      {
        "consent.purposes": ["marketing"],
      },
    );
  });
});
