/**
 * What an administrator changed of a role and has not saved: single settings by their place, so that saving puts them
 * upon whatever others saved meanwhile. A place is what a problem's `loc` says: "objects.contact.edit",
 * "fields.contact.phone", "classes.personal"; and "follows.contact.company" for a switch.
 */
import type { FieldAccess, MatrixField, Parts, RoleRights, Scope } from "./api";

/** By place; null goes back to the default. */
export type Draft = Readonly<Record<string, string | boolean | null>>;

export const placeOf = {
  action: (object: string, action: string) => `objects.${object}.${action}`,
  field: (object: string, path: string) => `fields.${object}.${path}`,
  fieldClass: (name: string) => `classes.${name}`,
  follow: (object: string, path: string) => `follows.${object}.${path}`,
};

/** The part, the name in it, and the rest, which may hold dots of its own ("custom.level"). */
function split(place: string): [part: string, name: string, rest: string] {
  const [part = "", name = "", ...rest] = place.split(".");
  return [part, name, rest.join(".")];
}

/** What is stored at a place; null where nothing was set. */
export function stored(role: RoleRights, place: string): string | boolean | null {
  const [part, name, rest] = split(place);
  if (part === "classes") return role.classes[name] ?? null;
  if (part === "follows") return role.follows[name]?.includes(rest) ?? false;
  return (part === "objects" ? role.objects : role.fields)[name]?.[rest] ?? null;
}

/** What is set at a place as drafted. */
export function drafted(role: RoleRights, draft: Draft, place: string): string | boolean | null {
  return place in draft ? (draft[place] ?? null) : stored(role, place);
}

/** The draft with one more change; a change back to what is stored is none. */
export function put(role: RoleRights, draft: Draft, place: string, value: string | boolean | null): Draft {
  const { [place]: _, ...others } = draft;
  return value === stored(role, place) ? others : { ...others, [place]: value };
}

export interface Setting<V> {
  value: V;
  /** What it would be with nothing set here. */
  standard: V;
  /** Set here, and not merely as it comes. */
  set: boolean;
  /** Not saved yet. */
  fresh: boolean;
}

export function scopeOf(role: RoleRights, draft: Draft, object: string, action: string): Setting<Scope> {
  const place = placeOf.action(object, action);
  const own = drafted(role, draft, place) as Scope | null;
  const follower = role.followers[object]?.includes(action) && action !== "edit";
  const standard = follower
    ? scopeOf(role, draft, object, "edit").value
    : ((role.defaults[object]?.[action] ?? "none") as Scope);
  return { value: own ?? standard, standard, set: own !== null, fresh: place in draft };
}

export function accessOf(
  role: RoleRights,
  draft: Draft,
  object: string,
  field: MatrixField,
): Setting<FieldAccess> {
  const place = placeOf.field(object, field.key);
  const own = drafted(role, draft, place) as FieldAccess | null;
  const ofClass = role.may_all ? "edit" : classOf(role, draft, field.field_class).value;
  // A reference is seen whole or not at all, says the server: where its class is masked, it is hidden.
  const standard = ofClass === "masked" && !field.maskable ? "hidden" : ofClass;
  return { value: own ?? standard, standard, set: own !== null, fresh: place in draft };
}

export function classOf(role: RoleRights, draft: Draft, name: string): Setting<FieldAccess> {
  const place = placeOf.fieldClass(name);
  const own = drafted(role, draft, place) as FieldAccess | null;
  return { value: own ?? "edit", standard: "edit", set: own !== null, fresh: place in draft };
}

/** What undoes a draft, once it is saved upon this role. */
export function inverse(role: RoleRights, draft: Draft): Draft {
  return Object.fromEntries(Object.keys(draft).map((place) => [place, stored(role, place)]));
}

/** The parts to send: what is stored now with the draft upon it, of those parts only that it touches. */
export function partsOf(role: RoleRights, draft: Draft): Parts {
  const parts: Record<string, Record<string, unknown>> = {};
  for (const [place, value] of Object.entries(draft)) {
    const [part, name, rest] = split(place);
    const whole = parts[part] ?? structuredClone(role[part as keyof Parts] as Record<string, unknown>);
    parts[part] = whole;
    if (part === "classes") assign(whole, name, value);
    else if (part === "follows") {
      const paths = new Set((whole[name] as string[] | undefined) ?? []);
      if (value) paths.add(rest);
      else paths.delete(rest);
      whole[name] = [...paths];
    } else {
      const inner = { ...(whole[name] as Record<string, unknown> | undefined) };
      assign(inner, rest, value);
      whole[name] = inner;
    }
  }
  return parts as Parts;
}

function assign(into: Record<string, unknown>, key: string, value: unknown): void {
  if (value === null) delete into[key];
  else into[key] = value;
}

/** A key made of a name: "Key accounts" -> "key_accounts"; empty where there is nothing to make it of. */
export function keyOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 40);
}
