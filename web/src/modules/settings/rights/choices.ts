/** The choices of the chips, in the reader's language. */
import { ACCESSES, type FieldAccess, type MatrixField, SCOPES, type Scope } from "./api";
import type { Choice } from "./Level";
import type { rights } from "./strings";

type Say = ReturnType<typeof rights.useText>;

/** Actions that reach no rows of their own are allowed or not. */
export function scopeChoices(t: Say, byRows: boolean): Choice<Scope>[] {
  if (!byRows)
    return [
      { value: "none", label: t("scope_none"), text: t("scopeText_none") },
      { value: "all", label: t("yes"), text: t("yesText") },
    ];
  return SCOPES.map((scope) => ({
    value: scope,
    label: t(`scope_${scope}`),
    text: t(`scopeText_${scope}`),
  }));
}

export function accessChoices(t: Say, field?: MatrixField): Choice<FieldAccess>[] {
  return ACCESSES.filter((access) => access !== "masked" || field?.maskable !== false).map((access) => ({
    value: access,
    label: t(`access_${access}`),
    text: t(`accessText_${access}`),
  }));
}
