import { expect, test } from "vitest";
import { draftOf, newObject, pluralOf } from "./draft";

test.each([
  ["Contract", "Contracts"],
  ["Company", "Companies"],
  ["Key", "Keys"],
  ["Box", "Boxes"],
  ["合同", "合同"],
])("the plural of %s is %s", (name, plural) => expect(pluralOf(name)).toBe(plural));

test("an object takes its key from its English name, and one language stands in for the other", () => {
  const draft = { ...draftOf(null), zh: "合同", en: "Contract" };
  expect(newObject(draft, ["contact"])).toEqual({
    key: "contract",
    label: { en: "Contract", zh: "合同" },
    plural: "Contracts",
    title: { en: "Name", zh: "名称" },
    icon: "box",
    color: "accent",
    columns: [],
    series: "",
    access: "usual",
  });
  expect(newObject({ ...draft, named: "numbered" }, []).series).toBe("NO-{year}-{n:04}");
  expect(newObject({ ...draft, zh: "" }, ["contract"])).toMatchObject({
    key: "contract_2",
    label: { en: "Contract", zh: "Contract" },
  });
});
