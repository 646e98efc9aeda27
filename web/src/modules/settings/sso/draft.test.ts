import { describe, expect, it } from "vitest";
import { draftOf, valuesOf } from "./draft";

describe("the draft of a provider", () => {
  it("sends what is filled in, and keeps a secret that was not typed anew", () => {
    const draft = {
      ...draftOf(null),
      name: " Company ",
      settings: { issuer: " https://login.example.com ", client_id: "zhike", scopes: "" },
      domains: "example.com\nexample.org，example.net",
      inside: "keycloak.internal ",
      groups: [
        [" Sales ", "manager"],
        ["", "member"],
      ] as const,
    };
    expect(valuesOf(draft)).toEqual({
      kind: "oidc",
      name: "Company",
      settings: { issuer: "https://login.example.com", client_id: "zhike" },
      is_enabled: false,
      trusts_email: false,
      makes_people: false,
      two_factor: false,
      domains: ["example.com", "example.org", "example.net"],
      roles: ["member"],
      department: null,
      group_roles: { Sales: "manager" },
      private_hosts: ["keycloak.internal"],
    });
  });

  it("makes nobody while addresses are not trusted", () => {
    expect(valuesOf({ ...draftOf(null), trusts: false, makes: true }).makes_people).toBe(false);
  });
});
