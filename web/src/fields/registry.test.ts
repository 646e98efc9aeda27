import { describe, expect, it } from "vitest";
import type { FieldMeta } from "@/api/types";
import { parseNumber } from "./number";
import { kindOf, kinds, toBody } from "./registry";

const field = (kind: string, custom = false): FieldMeta => ({
  key: "f",
  kind: kind as FieldMeta["kind"],
  label: { en: "F", zh: "F" },
  required: false,
  readonly: false,
  custom,
  sortable: true,
  filterable: true,
  settings: {},
  operators: [],
});

describe("the registry", () => {
  it.each(Object.entries(kinds))("%s can be shown, entered and filtered", (_name, kind) => {
    for (const part of ["Display", "Input", "Filter", "FilterText"] as const)
      expect(kind[part]).toBeTypeOf("function");
    expect(kind.width).toBeGreaterThan(60);
  });
  it("shows a kind it does not know as text", () => {
    expect(kindOf(field("hologram"))).toBe(kinds.text);
  });
});

describe("a field seen in part", () => {
  it("is shown another way and entered as ever", () => {
    const kind = kindOf({ ...field("phone"), masked: true });
    expect(kind.Display).not.toBe(kinds.phone.Display);
    expect(kind.Input).toBe(kinds.phone.Input);
    expect(kindOf({ ...field("phone"), masked: true })).toBe(kind);
  });
});

describe("bodies", () => {
  it("send references by id and nothing for nothing", () => {
    expect(toBody(field("person"), { id: "u1", title: "Lin" })).toBe("u1");
    expect(toBody(field("lookup"), null)).toBeNull();
    expect(toBody(field("lookup"), undefined)).toBeNull();
  });
  it("send lists as lists", () => {
    expect(toBody(field("tags"), null)).toEqual([]);
    expect(toBody(field("multi_choice"), ["a"])).toEqual(["a"]);
  });
  it("send an address without its derived text, and a blank one as nothing", () => {
    expect(
      toBody(field("address"), {
        country: "CN",
        region: "310104",
        street: "漕溪北路",
        text: "上海市徐汇区漕溪北路",
      }),
    ).toEqual({ country: "CN", region: "310104", street: "漕溪北路" });
    expect(toBody(field("address"), { country: "CN", street: "", text: "" })).toBeNull();
  });
});

describe("typed numbers", () => {
  it("may carry separators, signs and full-width digits", () => {
    expect(parseNumber("¥ 1,234.50")).toBe(1234.5);
    expect(parseNumber("１２３")).toBe(123);
    expect(parseNumber("-3")).toBe(-3);
  });
  it("are nothing while they are not numbers", () => {
    expect(parseNumber("")).toBeNull();
    expect(parseNumber("12a")).toBeNull();
  });
});
