import { describe, expect, test } from "vitest";
import type { SpendingLimits } from "./limits.ts";
import { monthTerms, PAID_PLANS, PLANS, type Terms } from "./plans.ts";

const period = { start: Date.UTC(2026, 5, 1), end: Date.UTC(2026, 6, 1) };
const day = (count: number) => period.start + count * 86_400_000;
const none: SpendingLimits = { overall: 0, products: {} };
const hundred: SpendingLimits = { overall: 100, products: { events: 40 } };
const term = (from: number, plan: string, limits = hundred): Terms => ({ from, plan, limits });

describe("what a month's terms make of its invoice", () => {
  test.each<[string, Terms[], number, number]>([
    ["the whole month on a plan of a price", [term(day(-40), "scale")], 200_000_000, 2_000],
    ["a third of it", [term(day(-40), "usage"), term(day(20), "scale")], 66_666_667, 666],
    [
      "up and down again",
      [term(day(-3), "usage"), term(day(0), "scale"), term(day(15), "usage")],
      100_000_000,
      1_000,
    ],
    ["left before it began", [term(day(-40), "scale"), term(day(-10), "free", none)], 0, 0],
    ["begun after it ended", [term(day(-1), "free"), term(day(31), "scale")], 0, 0],
    ["a plan that is gone", [term(day(0), "horse")], 0, 0],
  ])("%s", (_, terms, fee, basisPoints) => {
    const { fees, discounts } = monthTerms(terms, period)!;
    expect(fees.reduce((sum, { amount }) => sum + amount, 0)).toBe(fee);
    expect(discounts[0]?.basisPoints ?? 0).toBe(basisPoints);
  });

  test("nothing without terms", () => expect(monthTerms([], period)).toBeNull());

  test.each<[string, SpendingLimits[], SpendingLimits]>([
    [
      "the higher one",
      [hundred, { overall: 30, products: { events: 50 } }],
      { overall: 100, products: { events: 50 } },
    ],
    [
      "no limit is higher than any",
      [hundred, { overall: null, products: {} }],
      { overall: null, products: {} },
    ],
    ["lowered to nothing at the end", [hundred, none], { overall: 100, products: {} }],
  ])("limits: %s", (_, limits, expected) => {
    const terms = limits.map((one, index) => term(day(index * 5 - 1), "usage", one));
    expect(monthTerms(terms, period)!.limits).toEqual(expected);
  });

  test("no plan makes units dearer than the price list, nor costs more than the field's least package", () => {
    for (const key of PAID_PLANS) {
      expect(PLANS[key].useDiscount).toBeGreaterThanOrEqual(0);
      expect(PLANS[key].monthly).toBeLessThanOrEqual(250_000_000);
    }
  });
});
