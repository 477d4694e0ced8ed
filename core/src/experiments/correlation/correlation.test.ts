import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fisherExact } from "./fisher.ts";
import { hasVolume, scoreCorrelation, scoreCorrelations } from "./score.ts";

describe("Fisher's exact test", () => {
  it.each([
    [5, 1, 2, 10, 0.01282051282051282],
    [3, 3, 3, 3, 1],
    [0, 10, 10, 0, 1.082508822446903e-5],
    [1000, 1100, 1500, 1400, 0.004553159321199521],
    [12, 0, 88, 100, 0.0003439665141949307],
    [2, 8, 90, 10, 4.002073441458376e-6],
    [10, 10, 0, 0, 1],
    [0, 0, 0, 0, 1],
  ])("[[%d, %d], [%d, %d]] as scipy", (a, b, c, d, p) =>
    expect(fisherExact(a, b, c, d) / p).toBeCloseTo(1, 9),
  );

  it("does not care which row or column comes first", () => {
    const cell = fc.integer({ min: 0, max: 300 });
    fc.assert(
      fc.property(cell, cell, cell, cell, (a, b, c, d) => {
        const p = fisherExact(a, b, c, d);
        for (const other of [fisherExact(c, d, a, b), fisherExact(b, a, d, c), fisherExact(a, c, b, d)]) {
          expect(other / p).toBeCloseTo(1, 8);
        }
        expect(p > 0 && p <= 1).toBe(true);
      }),
    );
  });

  it("is 0, not NaN, for a million people far from chance", () => {
    expect(fisherExact(300_000, 200_000, 250_000, 250_000)).toBe(0);
  });
});

describe("correlation of an event", () => {
  it.each([
    [
      "with success",
      { success_with: 5, failure_with: 1, success_total: 7, failure_total: 11 },
      "success",
      11,
    ],
    [
      "with failure",
      { success_with: 0, failure_with: 5, success_total: 10, failure_total: 10 },
      "failure",
      1 / 11,
    ],
    ["with neither", { success_with: 0, failure_with: 0, success_total: 0, failure_total: 0 }, "failure", 1],
  ])("%s", (_, counts, side, odds) => {
    const score = scoreCorrelation(counts);
    expect(score.correlation).toBe(side);
    expect(score.oddsRatio).toBeCloseTo(odds, 12);
    expect(score.interval[0]).toBeLessThan(score.oddsRatioHaldane);
    expect(score.interval[1]).toBeGreaterThan(score.oddsRatioHaldane);
  });

  it("p-values are adjusted over all events shown", () => {
    const strong = { success_with: 10, failure_with: 0, success_total: 10, failure_total: 10 };
    const none = { success_with: 5, failure_with: 5, success_total: 10, failure_total: 10 };
    const [first, second] = scoreCorrelations([strong, none]);
    expect(first!.pAdjusted).toBeCloseTo(2 * first!.fisherP, 12);
    expect(second!.pAdjusted).toBe(1);
  });

  it.each([
    ["2 % of a small funnel", 2, 100, true],
    ["less", 1, 100, false],
    ["25 of a large one", 25, 100_000, true],
    ["fewer", 24, 100_000, false],
  ])("volume: %s", (_, people, total, shown) => {
    expect(
      hasVolume({
        success_with: people,
        failure_with: 0,
        success_total: people,
        failure_total: total - people,
      }),
    ).toBe(shown);
  });
});
