/** The arithmetic of a campaign's page: shares, the steps of the funnel, what an effect can be said to be. */
import type { Difference, Effect, Funnel } from "./api";

/** A share, or null of nothing: no mail delivered is not "0 % opened". */
export const rate = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

export type FunnelStep = "audience" | "lawful" | "delivered" | "opened" | "clicked" | "ordered";

export interface Step {
  key: FunnelStep;
  value: number;
  /** Of the step before; what people do with the mail, of all it was delivered to. */
  share: number | null;
}

/** From everybody in the segment to those who ordered. Orders are left out for who may not see them. */
export function funnelSteps(funnel: Funnel): Step[] {
  const steps: [FunnelStep, number | null][] = [
    ["audience", funnel.audience],
    ["lawful", funnel.lawful],
    ["delivered", funnel.delivered],
    ["opened", funnel.opened],
    ["clicked", funnel.clicked],
    ["ordered", funnel.ordered],
  ];
  const known = steps.filter((step): step is [FunnelStep, number] => step[1] !== null);
  return known.map(([key, value], index) => ({
    key,
    value,
    share: index === 0 ? null : rate(value, index > 2 ? funnel.delivered : (known[index - 1]?.[1] ?? 0)),
  }));
}

export type Verdict = "none" | "early" | "better" | "worse" | "unclear";

type VerdictOn = Pick<Effect, "difference" | "reached" | "hold_out">;

/** What may be said about an effect: only an interval that leaves nought out says better or worse. */
export function verdictOf({ difference, reached, hold_out: held }: VerdictOn): Verdict {
  if (!difference) return "none";
  if (reached.ordered + held.ordered === 0) return "early";
  if (!difference.real) return "unclear";
  return Number(difference.amount) > 0 ? "better" : "worse";
}

/** Half the width of a relative interval, for "± 2.1": null when it is not known. */
export function margin(difference: Difference | null): number | null {
  if (difference?.relative_low == null || difference.relative_high == null) return null;
  return (difference.relative_high - difference.relative_low) / 2;
}

/** How many of the opens fell into the busiest start: drawn stronger. */
export const STRONG_HOURS = 3;

export interface SendingState {
  done: number;
  total: number;
}

/** How far sending is, from the counts by status. */
export function sendingOf(statuses: Record<string, number>): SendingState {
  const sum = (...names: string[]) => names.reduce((all, name) => all + (statuses[name] ?? 0), 0);
  const done = sum("handed", "failed", "bounced", "unknown");
  return { done, total: done + sum("queued", "claimed") };
}
