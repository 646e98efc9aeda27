import { describe, expect, it } from "vitest";
import { firstSentence, insert, mergeTag, offsetOf, placed, wrap } from "./merge";

describe("mergeTag", () => {
  it("writes the field alone or with a fall-back", () => {
    expect(mergeTag("contact.name", "")).toBe("{{ contact.name }}");
    expect(mergeTag("contact.birth_date", "", "%Y-%m-%d")).toBe(
      '{{ contact.birth_date | date: "%Y-%m-%d" }}',
    );
    expect(mergeTag("contact.birth_date", "soon", "%m-%d")).toBe(
      '{{ contact.birth_date | date: "%m-%d" | default: "soon" }}',
    );
    expect(mergeTag("contact.name", " 朋友 ")).toBe('{{ contact.name | default: "朋友" }}');
  });
  it("never breaks out of its quotes", () => {
    expect(mergeTag("contact.name", 'the "boss"')).toBe("{{ contact.name | default: 'the \"boss\"' }}");
    expect(mergeTag("contact.name", `a"b'c`)).toBe(`{{ contact.name | default: 'a"bc' }}`);
  });
});

describe("insert and wrap", () => {
  it("replace the selection and move the caret behind it", () => {
    expect(insert("Dear X,", 5, 6, "Y!")).toEqual({ text: "Dear Y!,", from: 7, to: 7 });
  });
  it("keep what was selected selected", () => {
    expect(wrap("a b c", 2, 3, "<b>", "</b>")).toEqual({ text: "a <b>b</b> c", from: 5, to: 6 });
  });
});

describe("placed", () => {
  it("takes line and column from the data of the problem", () => {
    expect(
      placed([
        { loc: ["body"], code: "x", message: "There is no “a”.", data: { line: 3, column: 12 } },
        { loc: ["body", "subject"], code: "x", message: "无法识别“b”。", data: { line: 1, column: 2 } },
        { loc: [], code: "x", message: "Too long." },
      ]),
    ).toEqual([
      { place: "body", line: 3, column: 12, message: "There is no “a”." },
      { place: "subject", line: 1, column: 2, message: "无法识别“b”。" },
      { place: "other", line: null, column: null, message: "Too long." },
    ]);
  });
});

describe("offsetOf", () => {
  it("counts lines and columns from one and stays inside", () => {
    expect(offsetOf("ab\ncd\nef", 2, 2)).toBe(4);
    expect(offsetOf("ab", 9, 9)).toBe(2);
  });
});

describe("firstSentence", () => {
  it("drops long lists and keeps short messages whole", () => {
    const list = "company.name, contact.name, contact.email, ".repeat(4);
    expect(firstSentence(`There is no merge field “a.b”. Use one of: ${list}.`)).toBe(
      "There is no merge field “a.b”.",
    );
    expect(firstSentence(`没有合并字段“a.b”。可用字段：${list}。`)).toBe("没有合并字段“a.b”。");
    expect(firstSentence("Short. Both.")).toBe("Short. Both.");
  });
});
