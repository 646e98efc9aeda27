import { describe, expect, it } from "vitest";
import type { FieldMeta, Meta, ObjectMeta } from "@/api/types";
import { suggestions, wordAt } from "./completion";

const field = (key: string, kind: FieldMeta["kind"], object?: string): FieldMeta => ({
  key,
  kind,
  label: { en: key.toUpperCase(), zh: key },
  required: false,
  readonly: false,
  custom: key.startsWith("custom."),
  sortable: true,
  filterable: true,
  operators: [],
  settings: object ? { object } : {},
});
const company = {
  key: "company",
  fields: [field("industry", "choice"), field("logo", "json")],
} as ObjectMeta;
const contact = {
  key: "contact",
  fields: [field("name", "text"), field("custom.price", "money"), field("company", "lookup", "company")],
} as ObjectMeta;
const known = {
  meta: { objects: [company, contact] } as Meta,
  object: contact,
  functions: [
    { name: "IF", form: "IF(condition, then, else)", help: { en: "Either", zh: "条件" } },
    { name: "TODAY", form: "TODAY()", help: { en: "Now", zh: "今天" } },
  ],
  say: (text: FieldMeta["label"]) => text.en,
};

describe("the word at the caret", () => {
  it.each([
    ["1 + pri", 7, { word: "pri", at: 4 }],
    ["company.ind", 11, { word: "company.ind", at: 0 }],
    ['"pri', 4, null],
    ['"a" & pri', 9, { word: "pri", at: 6 }],
    ["1 + ", 4, null],
  ])("%s", (text, caret, found) => {
    expect(wordAt(text, caret)).toEqual(found);
  });
});

describe("suggestions", () => {
  it("are fields, fields behind lookups and functions", () => {
    expect(suggestions("pri", known).map((one) => one.text)).toEqual(["custom.price"]);
    expect(suggestions("company.", known).map((one) => one.text)).toEqual(["company.industry"]);
    expect(suggestions("i", known).map((one) => one.text)).toEqual([
      "IF()",
      "custom.price",
      "company.industry",
    ]);
  });
  it("put the caret between the brackets of a function that takes something", () => {
    expect(suggestions("IF", known)[0]).toMatchObject({ text: "IF()", back: 1 });
    expect(suggestions("TOD", known)[0]).toMatchObject({ text: "TODAY()", back: 0 });
  });
});
