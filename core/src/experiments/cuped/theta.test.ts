import { describe, expect, it } from "vitest";
import { ratioArm } from "../arms/ratio.ts";
import type { Arm, ArmResult } from "../arms/types.ts";
import { sampleFromValues } from "../arms/values.ts";
import { measureEffect } from "../effect/measure.ts";
import { adjustedVariance, pooledTheta, varianceReduction } from "./theta.ts";

const arm = (n: number, mean: number, variance: number, pre?: Arm["pre"]): Arm => ({
  n,
  mean,
  variance,
  pre,
});

describe("pooled theta", () => {
  it.each([
    [
      "within arms, weighted by n - 1",
      [
        arm(11, 5, 4, { mean: 2, variance: 2, covariance: 1 }),
        arm(31, 5, 4, { mean: 4, variance: 1, covariance: 1 }),
      ],
      { theta: 40 / 50, preMean: 146 / 42, noPreVariance: false },
    ],
    [
      "no pre-period variance",
      [arm(5, 1, 1, { mean: 3, variance: 0, covariance: 0 })],
      { theta: 0, preMean: 3, noPreVariance: true },
    ],
    [
      "an empty arm does not count",
      [
        arm(3, 1, 1, { mean: 2, variance: 1, covariance: 0.5 }),
        arm(0, 0, 0, { mean: 9, variance: 9, covariance: 9 }),
      ],
      { theta: 0.5, preMean: 2, noPreVariance: false },
    ],
    [
      "an arm without pre-period",
      [arm(3, 1, 1, { mean: 2, variance: 1, covariance: 0.5 }), arm(3, 1, 1)],
      null,
    ],
    [
      "no units",
      [arm(0, 0, 0, { mean: 0, variance: 0, covariance: 0 })],
      { theta: 0, preMean: 0, noPreVariance: true },
    ],
  ])("%s", (_, arms, expected) => expect(pooledTheta(arms)).toEqual(expected));
});

describe("adjusted variance", () => {
  const correlated = arm(10, 5, 4, { mean: 5, variance: 4, covariance: 3 });
  it.each([
    ["at the best theta it is (1 - r^2) of it", 0.75, 4 * (1 - 0.5625)],
    ["theta 0 changes nothing", 0, 4],
    ["a bad theta raises it", -1, 14],
  ])("%s", (_, theta, expected) => expect(adjustedVariance(correlated, theta)).toBeCloseTo(expected, 12));

  it("never falls below 0", () => {
    expect(adjustedVariance(arm(9, 1, 1, { mean: 1, variance: 1, covariance: 1 + 1e-12 }), 1)).toBe(0);
  });

  it("reduction is null without variance", () => {
    expect([varianceReduction(correlated, 0.75), varianceReduction(arm(5, 1, 0), 1)]).toEqual([0.5625, null]);
  });
});

describe("ratio metrics with CUPED", () => {
  it("equal a regression of the linearised ratios (numpy)", () => {
    const control = [
      [0, 1, 1, 0, 1, 2, 2, 0, 0, 2, 1, 5],
      [4, 5, 5, 4, 5, 3, 5, 2, 1, 3, 3, 7],
      [4, 0, 1, 1, 0, 2, 2, 0, 1, 1, 1, 1],
      [6, 1, 3, 2, 3, 8, 4, 3, 2, 2, 3, 3],
    ];
    const treatment = [
      [2, 3, 6, 2, 0, 1, 3, 1, 0, 2, 1],
      [3, 6, 11, 5, 1, 9, 8, 2, 2, 7, 2],
      [1, 1, 2, 2, 2, 0, 1, 1, 0, 4, 0],
      [2, 4, 10, 5, 6, 3, 4, 2, 2, 12, 1],
    ];
    const [c, t] = [taken(ratioArm(sampleFromValues(control))), taken(ratioArm(sampleFromValues(treatment)))];
    const theta = pooledTheta([c, t]);
    const effect = measureEffect(c, t, theta);
    expect(theta?.theta).toBeCloseTo(-0.12818429013066504, 12);
    expect(effect.estimate).toBeCloseTo(0.04617440663364879, 12);
    expect(effect.standardError).toBeCloseTo(0.10653493953680637, 12);
  });
});

function taken(result: ArmResult): Arm {
  if (!result.ok) throw new Error(result.status);
  return result.arm;
}
