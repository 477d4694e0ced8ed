import fc from "fast-check";
import { expect, test } from "vitest";
import { charge, type PriceList, tierCharges, unitsWithin } from "./tiers.ts";

const LIST: PriceList = {
  free: 100,
  tiers: [
    { upTo: 200, perMillion: 2_000_000 },
    { upTo: null, perMillion: 500_000 },
  ],
};

test.each<[number, number]>([
  [0, 0],
  [100, 0],
  [101, 2],
  [200, 200],
  [201, 200],
  [202, 201],
  [1_200, 700],
])("%i units cost %i micro-dollars", (units, amount) => {
  expect(charge(LIST, units)).toBe(amount);
});

test("each step says what fell into it", () => {
  expect(tierCharges(LIST, 250)).toEqual([
    { from: 0, upTo: 100, perMillion: 0, units: 100 },
    { from: 100, upTo: 200, perMillion: 2_000_000, units: 100 },
    { from: 200, upTo: null, perMillion: 500_000, units: 50 },
  ]);
});

const lists = fc
  .record({
    free: fc.nat(1_000_000),
    steps: fc.array(
      fc.record({ size: fc.integer({ min: 1, max: 1e7 }), perMillion: fc.integer({ min: 1, max: 1e11 }) }),
      { minLength: 1, maxLength: 6 },
    ),
  })
  .map(({ free, steps }): PriceList => {
    let upTo = free;
    const tiers = steps.map(({ size, perMillion }, index) => {
      upTo += size;
      return { upTo: index === steps.length - 1 ? null : upTo, perMillion };
    });
    return { free, tiers };
  });

test("units and amounts of the steps add up, and more never costs less", () => {
  fc.assert(
    fc.property(lists, fc.nat(1e9), fc.nat(1e6), (list, units, more) => {
      const steps = tierCharges(list, units);
      expect(steps.reduce((sum, step) => sum + step.units, 0)).toBe(units);
      expect(charge(list, units + more)).toBeGreaterThanOrEqual(charge(list, units));
    }),
  );
});

test("a budget buys exactly as many units as cost no more", () => {
  fc.assert(
    fc.property(lists, fc.nat(1e10), (list, budget) => {
      const units = unitsWithin(list, budget)!;
      expect(charge(list, units)).toBeLessThanOrEqual(budget);
      expect(charge(list, units + 1)).toBeGreaterThan(budget);
    }),
  );
});
