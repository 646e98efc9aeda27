import { describe, expect, it } from "vitest";
import type { Difference, Funnel } from "./api";
import { funnelSteps, margin, rate, sendingOf, verdictOf } from "./results";

const funnel: Funnel = {
  audience: 5574,
  lawful: 5018,
  held_out: 500,
  delivered: 4962,
  bounced: 0,
  opened: 2214,
  clicked: 611,
  unsubscribed: 9,
  ordered: 143,
};
const difference = (amount: number, low: number, high: number): Difference => ({
  amount: String(amount),
  low: String(low),
  high: String(high),
  relative: amount / 16,
  relative_low: low / 16,
  relative_high: high / 16,
  real: low > 0 || high < 0,
});

describe("rate", () => {
  it("of nothing is unknown, not nought", () => {
    expect(rate(0, 0)).toBeNull();
    expect(rate(1, 4)).toBe(0.25);
  });
});

describe("funnelSteps", () => {
  it("gives steps of sending a share of the one before, deeds one of the delivered", () => {
    const steps = funnelSteps(funnel);
    expect(steps.map((step) => step.key)).toEqual([
      "audience",
      "lawful",
      "delivered",
      "opened",
      "clicked",
      "ordered",
    ]);
    expect(steps[0]?.share).toBeNull();
    expect(steps[2]?.share).toBeCloseTo(4962 / 5018);
    expect(steps[4]?.share).toBeCloseTo(611 / 4962);
    expect(steps[5]?.share).toBeCloseTo(143 / 4962);
  });
  it("leaves orders out for who may not see them", () => {
    expect(funnelSteps({ ...funnel, ordered: null })).toHaveLength(5);
  });
});

describe("verdictOf", () => {
  it("claims an effect only when the interval leaves nought out", () => {
    const verdict = (found: Difference | null, ordered = 3) => {
      const group = { people: 10, ordered, revenue: "9.00", mean: "0.90" };
      return verdictOf({ difference: found, reached: group, hold_out: group });
    };
    expect(verdict(null)).toBe("none");
    expect(verdict(difference(1, 0.5, 1.5))).toBe("better");
    expect(verdict(difference(1, -0.5, 2.5))).toBe("unclear");
    expect(verdict(difference(-1, -1.5, -0.5))).toBe("worse");
    expect(verdict(difference(0, 0, 0), 0)).toBe("early");
  });
});

describe("margin", () => {
  it("is half the interval", () => {
    expect(margin(difference(1, 0.5, 1.5))).toBeCloseTo(0.5 / 16);
    expect(margin({ ...difference(1, 0.5, 1.5), relative_low: null })).toBeNull();
  });
});

describe("sendingOf", () => {
  it("counts held-out and skipped people neither as done nor as left", () => {
    expect(sendingOf({ queued: 40, claimed: 10, handed: 45, failed: 5, held_out: 11, skipped: 9 })).toEqual({
      done: 50,
      total: 100,
    });
  });
});
