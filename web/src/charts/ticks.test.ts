import fc from "fast-check";
import { expect, it } from "vitest";
import { logTicks, roundTop } from "./ticks.ts";

it.each([
  [0, 0],
  [3, 3.2],
  [4264, 6000],
  [4000, 4000],
  [0.9, 1],
  [101, 120],
  [1_000_000, 1_000_000],
])("%d fits below %d", (value, top) => {
  expect(roundTop(value)).toBe(top);
});

it.each([
  [[], [1, 10]],
  [
    [0, -3],
    [1, 10],
  ],
  [
    [12, 14],
    [10, 20],
  ],
  [[10], [10, 20]],
  [
    [3, 90],
    [2, 5, 10, 20, 50, 100],
  ],
  [
    [0.4, 7],
    [0.2, 0.5, 1, 2, 5, 10],
  ],
  [
    [1, 250_000],
    [1, 10, 100, 1000, 10_000, 100_000, 1_000_000],
  ],
])("%j has the ticks %j", (values, ticks) => {
  expect(logTicks(values)).toEqual(ticks);
});

it("holds every positive value between its first and last tick", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), { minLength: 1 }), (values) => {
      const ticks = logTicks(values);
      expect(ticks.length).toBeGreaterThan(1);
      expect(Math.min(...values)).toBeGreaterThanOrEqual(ticks[0] ?? 0);
      expect(Math.max(...values)).toBeLessThanOrEqual(ticks.at(-1) ?? 0);
    }),
  );
});
