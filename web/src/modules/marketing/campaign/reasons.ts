/** Why somebody gets no mail, in the reader's words; what a mail server said stays as it is. */
import type { marketing } from "../strings";

type Say = ReturnType<typeof marketing.useText>;

const KNOWN = {
  "no-address": "reason_no_address",
  "no-consent": "reason_no_consent",
  suppressed: "reason_suppressed",
  duplicate: "reason_duplicate",
  cancelled: "reason_cancelled",
  interrupted: "reason_interrupted",
  gone: "reason_gone",
  "not-visible": "reason_not_visible",
} as const;

export function reasonText(t: Say, reason: string): string {
  const key = KNOWN[reason as keyof typeof KNOWN];
  if (reason.startsWith("unsendable")) return t("reason_unsendable");
  return key ? t(key) : reason;
}
