import fc from "fast-check";
import { expect, it } from "vitest";
import { backoffMs } from "./backoff.ts";

it.each([
  [1, 0, 125],
  [1, 1, 250],
  [2, 1, 500],
  [5, 0, 2000],
  [8, 1, 30_000],
  [500, 1, 30_000],
])("after %s failures, random %s: %s ms", (failures, random, expected) => {
  expect(backoffMs(failures, 30_000, random)).toBe(expected);
});

it("never passes its bound and never hammers", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e6 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (failures, random) => {
        const delay = backoffMs(failures, 30_000, random);
        return delay >= 125 && delay <= 30_000;
      },
    ),
  );
});
