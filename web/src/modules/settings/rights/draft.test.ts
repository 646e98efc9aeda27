import { describe, expect, it } from "vitest";
import type { MatrixField, RoleRights } from "./api";
import { accessOf, drafted, inverse, keyOf, partsOf, placeOf, put, scopeOf } from "./draft";

const role: RoleRights = {
  key: "member",
  label: { en: "Member", zh: "成员" },
  base: "member",
  built_in: true,
  version: 0,
  may_all: false,
  people: 3,
  grants: { campaign: { view: "all", edit: "own", pause: "own" } },
  defaults: { campaign: { view: "team", edit: "own", pause: "own" } },
  followers: { campaign: ["pause"] },
  objects: { campaign: { view: "all" } },
  fields: {},
  classes: { personal: "masked" },
  follows: { contact: ["company"] },
};
const field = (key: string, maskable = true): MatrixField => ({
  key,
  label: { en: key, zh: key },
  field_class: "personal",
  maskable,
  required: false,
});

describe("the scope of an action", () => {
  it("is what was set, and knows what it would be", () => {
    expect(scopeOf(role, {}, "campaign", "view")).toEqual({
      value: "all",
      standard: "team",
      set: true,
      fresh: false,
    });
    const back = put(role, {}, placeOf.action("campaign", "view"), null);
    expect(scopeOf(role, back, "campaign", "view")).toMatchObject({ value: "team", set: false, fresh: true });
  });
  it("follows editing where nothing else is said", () => {
    const draft = put(role, {}, placeOf.action("campaign", "edit"), "all");
    expect(scopeOf(role, draft, "campaign", "pause").value).toBe("all");
    const own = put(role, draft, placeOf.action("campaign", "pause"), "none");
    expect(scopeOf(role, own, "campaign", "pause")).toMatchObject({ value: "none", standard: "all" });
  });
});

describe("how a field is seen", () => {
  it("is what its class says until it is set itself", () => {
    expect(accessOf(role, {}, "contact", field("phone")).value).toBe("masked");
    expect(accessOf(role, {}, "contact", field("company", false)).value).toBe("hidden");
    const draft = put(role, {}, placeOf.field("contact", "phone"), "view");
    expect(accessOf(role, draft, "contact", field("phone"))).toMatchObject({ value: "view", set: true });
  });
});

describe("a draft", () => {
  it("forgets a change that is taken back", () => {
    const place = placeOf.action("campaign", "view");
    const draft = put(role, {}, place, "own");
    expect(drafted(role, draft, place)).toBe("own");
    expect(put(role, draft, place, "all")).toEqual({});
  });
  it("sends only the parts it touches, each whole", () => {
    let draft = put(role, {}, placeOf.field("contact", "custom.level"), "hidden");
    draft = put(role, draft, placeOf.fieldClass("personal"), null);
    draft = put(role, draft, placeOf.follow("contact", "company"), false);
    expect(partsOf(role, draft)).toEqual({
      fields: { contact: { "custom.level": "hidden" } },
      classes: {},
      follows: { contact: [] },
    });
    expect(role.classes).toEqual({ personal: "masked" });
  });
  it("can be undone", () => {
    const draft = put(role, {}, placeOf.action("campaign", "view"), null);
    expect(inverse(role, draft)).toEqual({ "objects.campaign.view": "all" });
  });
});

describe("keys", () => {
  it("are made of names", () => {
    expect(keyOf("Key accounts")).toBe("key_accounts");
    expect(keyOf("2nd line, Berlin!")).toBe("nd_line_berlin");
    expect(keyOf("客服")).toBe("");
  });
});
