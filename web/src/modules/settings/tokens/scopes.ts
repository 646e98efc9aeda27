/** What a token or an app may do at most, as the server writes it (`contact:view`) and as people choose and read it. */

export const SCOPE_ACTIONS = [
  "view",
  "create",
  "edit",
  "delete",
  "export",
  "import",
  "bulk",
  "reveal",
] as const;
export type ScopeAction = (typeof SCOPE_ACTIONS)[number];
export type Reach = "full" | "read" | "chosen";

/** A choice under way. `read` is viewing everything, with the objects of `picked` on top; `full` is all one may do. */
export interface Choice {
  reach: Reach;
  picked: Record<string, readonly ScopeAction[]>;
  admin: boolean;
}

export const NOTHING: Choice = { reach: "chosen", picked: {}, admin: false };

export function scopesOf({ reach, picked, admin }: Choice): string[] {
  if (reach === "full") return ["full"];
  const named = Object.entries(picked).flatMap(([object, actions]) =>
    actions.map((action) => `${object}:${action}`),
  );
  return [...(reach === "read" ? ["read"] : named), ...(admin ? ["admin"] : [])];
}

export function choiceOf(scopes: readonly string[]): Choice {
  const picked: Record<string, ScopeAction[]> = {};
  for (const scope of scopes) {
    const [object = "", action] = scope.split(":");
    if (action) picked[object] ??= SCOPE_ACTIONS.filter((one) => scopes.includes(`${object}:${one}`));
  }
  const reach = scopes.includes("full") ? "full" : scopes.includes("read") ? "read" : "chosen";
  return { reach, picked, admin: scopes.includes("admin") };
}

/** With one action more or less: whoever does anything with an object views it, and who does not view it does nothing. */
export function toggled(choice: Choice, object: string, action: ScopeAction): Choice {
  const had = choice.picked[object] ?? [];
  let next = had.includes(action) ? had.filter((one) => one !== action) : [...had, action];
  if (action === "view" && had.includes("view")) next = [];
  else if (next.length > 0 && !next.includes("view")) next = ["view", ...next];
  const ordered = SCOPE_ACTIONS.filter((one) => next.includes(one));
  const { [object]: _, ...others } = choice.picked;
  return { ...choice, picked: ordered.length > 0 ? { ...others, [object]: ordered } : others };
}
