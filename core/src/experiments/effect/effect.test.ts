import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Arm } from "../arms/types.ts";
import { pooledTheta } from "../cuped/theta.ts";
import { fiellerInterval, liftOf, liftStandardError, symmetricInterval } from "./intervals.ts";
import { measureEffect } from "./measure.ts";

const control: Arm = { n: 100, mean: 10, variance: 25 };
const treatment: Arm = { n: 200, mean: 11, variance: 50 };

describe("effect", () => {
  it("without CUPED is Welch's", () => {
    expect(measureEffect(control, treatment)).toMatchObject({
      n: 300,
      control: 10,
      treatment: 11,
      estimate: 1,
      standardError: Math.SQRT1_2,
      baseline: 10,
      baselineCovariance: 0.25,
      baselineVariance: 0.25,
    });
    expect(measureEffect(control, treatment).df).toBeCloseTo(0.25 / (0.0625 / 199 + 0.0625 / 99), 9);
  });

  it("with CUPED moves both displayed means to the same pre-period and keeps the raw baseline", () => {
    const c = { ...control, pre: { mean: 8, variance: 16, covariance: 16 } };
    const t = { ...treatment, pre: { mean: 9, variance: 16, covariance: 16 } };
    const effect = measureEffect(c, t, pooledTheta([c, t]));
    expect(effect.estimate).toBeCloseTo(0, 12);
    expect(effect.control).toBeCloseTo(effect.treatment, 12);
    expect(effect.baseline).toBe(10);
    expect(effect.standardError).toBeCloseTo(Math.sqrt(9 / 100 + 34 / 200), 12);
  });

  it.each([
    ["no variance at all", { ...control, variance: 0 }, { ...treatment, variance: 0 }, 0],
    ["variance in one arm", { ...control, variance: 0 }, treatment, 199],
  ])("%s: degrees of freedom", (_, c, t, df) => expect(measureEffect(c, t).df).toBeCloseTo(df, 9));
});

describe("lift", () => {
  it.each([
    ["a rise", 10, 11, 0.1],
    ["a fall", 10, 5, -0.5],
    ["a negative control keeps its sign", -10, -5, -0.5],
    ["a control of 0", 0, 5, null],
  ])("%s", (_, from, to, expected) => {
    const effect = measureEffect({ ...control, mean: from }, { ...treatment, mean: to });
    expect(liftOf(effect)).toBe(expected);
    expect(liftStandardError(effect) === null).toBe(expected === null);
  });
});

describe("intervals", () => {
  const means = fc.double({ min: -100, max: 100, noNaN: true });
  const arms = fc
    .tuple(fc.integer({ min: 2, max: 10_000 }), means, fc.double({ min: 1e-3, max: 1e4, noNaN: true }))
    .map(([n, mean, variance]): Arm => ({ n, mean, variance }));
  const multipliers = fc.double({ min: 0.1, max: 10, noNaN: true });

  it("absolute contains the estimate", () => {
    expect(symmetricInterval(2, 0.5, 2)).toEqual([1, 3]);
  });

  it("Fieller contains the lift, and 0 exactly when the absolute interval does", () => {
    fc.assert(
      fc.property(arms, arms, multipliers, (c, t, multiplier) => {
        const effect = measureEffect(c, t);
        const relative = fiellerInterval(effect, multiplier);
        if (relative === null) return;
        const [lift, margin] = [
          liftOf(effect)!,
          Math.abs(effect.estimate) - multiplier * effect.standardError,
        ];
        expect(relative[0]).toBeLessThanOrEqual(lift + 1e-9 * Math.abs(lift));
        expect(relative[1]).toBeGreaterThanOrEqual(lift - 1e-9 * Math.abs(lift));
        // Right at the border rounding decides.
        if (Math.abs(margin) > 1e-9) expect(relative[0] <= 0 && relative[1] >= 0).toBe(margin < 0);
      }),
    );
  });

  it("Fieller grows with the multiplier until there is none", () => {
    const effect = measureEffect(control, treatment);
    const widths = [1, 2, 4, 8, 16, 19, 20, 21].map((c) => {
      const interval = fiellerInterval(effect, c);
      return interval === null ? Number.POSITIVE_INFINITY : interval[1] - interval[0];
    });
    expect(widths).toEqual(widths.toSorted((a, b) => a - b));
    expect(widths.map(Number.isFinite)).toEqual([true, true, true, true, true, true, false, false]);
  });
});
