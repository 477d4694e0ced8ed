import fc from "fast-check";
import { expect, test } from "vitest";
import { alertStep, allowances, FREE_LIMITS, spendingOf } from "./limits.ts";
import { PRODUCT_KEYS, PRODUCTS, type ProductKey } from "./products.ts";

test("without a way to pay the free tiers are the limits", () => {
  const result = allowances(FREE_LIMITS, {});
  // A unit that costs less than a micro-dollar alone would round to nothing; none does.
  for (const key of PRODUCT_KEYS) expect([key, result[key]]).toEqual([key, PRODUCTS[key].free]);
});

test.each<[string, Parameters<typeof allowances>, Partial<Record<ProductKey, number | null>>]>([
  ["no limits", [{ overall: null, products: {} }, { events: 5 }], { events: null, flags: null }],
  [
    "a product's own",
    [{ overall: null, products: { events: 40_000_000 } }, {}],
    { events: 2_000_000, flags: null },
  ],
  [
    "what others spent is gone",
    [{ overall: 40_000_000, products: {} }, { exceptions: 200_000 }],
    // 100 k exceptions at 0.0003 are 30 USD; 10 USD buy 250 k events.
    { events: 1_250_000 },
  ],
  [
    "the smaller of both counts",
    [{ overall: 40_000_000, products: { events: 4_000_000 } }, {}],
    { events: 1_100_000 },
  ],
  [
    "overspent already",
    [{ overall: 10_000_000, products: {} }, { exceptions: 325_000 }],
    { events: 1_000_000 },
  ],
])("%s", (_, [limits, used], expected) => {
  expect(allowances(limits, used)).toMatchObject(expected);
});

test("using up one product's allowance stays within the limit", () => {
  fc.assert(
    fc.property(fc.nat(1e9), fc.nat(1e7), fc.constantFrom(...PRODUCT_KEYS), (overall, others, key) => {
      const used = key === "events" ? { flags: others } : { events: others };
      const before = spendingOf(used).overall;
      const units = allowances({ overall, products: {} }, used)[key]!;
      expect(spendingOf({ ...used, [key]: units }).overall).toBeLessThanOrEqual(Math.max(overall, before));
      expect(units).toBeGreaterThanOrEqual(PRODUCTS[key].free);
    }),
  );
});

test.each<[number, number | null, number]>([
  [0, null, 0],
  [5, 0, 0],
  [49, 100, 0],
  [50, 100, 50],
  [80, 100, 80],
  [99, 100, 80],
  [100, 100, 100],
  [250, 100, 100],
])("%i of %s → %i %%", (spent, limit, step) => {
  expect(alertStep(spent, limit)).toBe(step);
});
