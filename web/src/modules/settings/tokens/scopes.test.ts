import { expect, test } from "vitest";
import { choiceOf, NOTHING, scopesOf, toggled } from "./scopes";

test("whoever may edit may view, and who may not view does nothing", () => {
  const edits = toggled(NOTHING, "contact", "edit");
  expect(scopesOf(edits)).toEqual(["contact:view", "contact:edit"]);
  expect(scopesOf(toggled(edits, "contact", "view"))).toEqual([]);
  expect(scopesOf(toggled(edits, "contact", "edit"))).toEqual(["contact:view"]);
});

test("a choice is read back as it was made", () => {
  for (const scopes of [["full"], ["read"], ["read", "admin"], ["contact:view", "order:view", "order:edit"]])
    expect(scopesOf(choiceOf(scopes))).toEqual(scopes);
});

test("all rights leave nothing to choose", () => {
  const chosen = { ...toggled(NOTHING, "contact", "view"), reach: "full" as const };
  expect(scopesOf(chosen)).toEqual(["full"]);
});
