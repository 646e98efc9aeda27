/** What is written in the form of a provider, and what of it is sent. */
import type { KindName, NewProvider, Provider } from "./api";
import { KINDS } from "./kinds";

export interface Draft {
  kind: KindName;
  name: string;
  settings: Record<string, string>;
  secret: string;
  enabled: boolean;
  trusts: boolean;
  makes: boolean;
  twoFactor: boolean;
  domains: string;
  roles: string[];
  department: string;
  inside: string;
  groups: readonly (readonly [group: string, role: string])[];
}

export function draftOf(provider: Provider | null): Draft {
  const settings = Object.entries(provider?.settings ?? {}).map(([key, value]) => [key, String(value)]);
  return {
    kind: (provider?.kind ?? "oidc") as KindName,
    name: provider?.name ?? "",
    settings: Object.fromEntries(settings),
    secret: "",
    enabled: provider?.is_enabled ?? false,
    trusts: provider?.trusts_email ?? false,
    makes: provider?.makes_people ?? false,
    twoFactor: provider?.two_factor ?? false,
    domains: (provider?.domains ?? []).join("\n"),
    roles: provider?.roles ?? ["member"],
    department: provider?.department ?? "",
    inside: (provider?.private_hosts ?? []).join("\n"),
    groups: Object.entries(provider?.group_roles ?? {}),
  };
}

const lines = (text: string) => text.split(/[\s,;，；]+/).filter(Boolean);

/** What is sent. A setting left empty is left to the server, and a secret left empty stays as it is. */
export function valuesOf(draft: Draft): NewProvider {
  const filled = KINDS[draft.kind].fields
    .map(({ key }) => [key, (draft.settings[key] ?? "").trim()] as const)
    .filter(([, value]) => value);
  return {
    kind: draft.kind,
    name: draft.name.trim(),
    settings: Object.fromEntries(filled),
    ...(draft.secret ? { secret: draft.secret } : {}),
    is_enabled: draft.enabled,
    trusts_email: draft.trusts,
    makes_people: draft.trusts && draft.makes,
    two_factor: draft.twoFactor,
    domains: lines(draft.domains),
    roles: draft.roles,
    department: draft.department || null,
    group_roles: KINDS[draft.kind].groups
      ? Object.fromEntries(
          draft.groups.map(([group, role]) => [group.trim(), role]).filter(([group]) => group),
        )
      : {},
    private_hosts: KINDS[draft.kind].inside ? lines(draft.inside) : [],
  };
}
