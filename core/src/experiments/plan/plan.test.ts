import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ExperimentSettingsError } from "../settings.ts";
import { fixedMultiplier, meanMde, power, proportionMde } from "./power.ts";
import {
  cupedFactor,
  meanSampleSize,
  plannedAlpha,
  proportionSampleSize,
  sequentialInflation,
  tCorrection,
} from "./sample-size.ts";

const goal = { alpha: 0.05, power: 0.8 };

describe("sample size", () => {
  it.each([
    ["10 % to 12 %", 0.1, 0.12, "unpooled", 3838.1021900967085],
    ["as R pools it", 0.1, 0.12, "pooled", 3840.8474824344],
    ["as Evan Miller's calculator", 0.2, 0.25, "baseline", 1030.2192831104596],
    ["a fall needs as many as the rise back", 0.12, 0.1, "unpooled", 3838.1021900967085],
  ] as const)("%s", (_, p1, p2, variance, n) =>
    expect(proportionSampleSize(p1, p2, goal, variance)).toBeCloseTo(n, 4),
  );

  it.each([
    ["even arms", 1, 6279.103787479271, 6279.103787479271],
    ["a quarter in treatment", 0.25, 15697.759468698177, 3924.4398671745444],
  ])("of means: %s", (_, ratio, control, treatment) => {
    const [sd, delta] = ratio === 1 ? [10, 0.5] : [20, 1];
    const units = meanSampleSize(sd, delta, goal, ratio);
    expect([units.control, units.treatment]).toEqual([
      expect.closeTo(control, 2),
      expect.closeTo(treatment, 2),
    ]);
  });

  it("the direction of the difference does not matter", () => {
    expect(meanSampleSize(3, -0.2, goal)).toEqual(meanSampleSize(3, 0.2, goal));
  });

  it.each([
    ["the price of looking", sequentialInflation(goal), 1.2786574143663296],
    ["CUPED saves its share", cupedFactor(0.35), 0.65],
    ["a t-test needs about one more", tCorrection(goal), 0.9603647],
    ["alpha is split among primaries", plannedAlpha(0.05, 2), 0.025],
    ["one comparison keeps alpha", plannedAlpha(0.05, 0), 0.05],
  ])("%s", (_, got, expected) => expect(got).toBeCloseTo(expected, 6));

  it.each([
    ["no effect", () => proportionSampleSize(0.1, 0.1, goal)],
    ["a certain baseline", () => proportionSampleSize(1, 0.5, goal)],
    ["no difference of means", () => meanSampleSize(1, 0, goal)],
    ["no spread", () => meanSampleSize(0, 1, goal)],
    ["power 1", () => meanSampleSize(1, 1, { alpha: 0.05, power: 1 })],
    ["all variance explained", () => cupedFactor(1)],
    ["a negative reduction", () => cupedFactor(-0.1)],
    ["standard error 0", () => power(1, 0, 2)],
    ["no units", () => proportionMde(0.1, 0, goal)],
  ])("refuses %s", (_, act) => expect(act).toThrow(ExperimentSettingsError));
});

describe("power", () => {
  it.each([
    ["without effect it is alpha", 0, 1, 1.959963984540054, 0.05],
    ["GrowthBook's sequential design, done right", 0.05, 0.02483, 3.4749, 0.072],
    ["certain in the end", 100, 1, 2, 1],
  ])("%s", (_, delta, error, multiplier, expected) =>
    expect(power(delta, error, multiplier)).toBeCloseTo(expected, 3),
  );

  it("at the planned size is what was planned", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 5, noNaN: true }),
        fc.double({ min: 0.5, max: 0.99, noNaN: true }),
        (delta, wanted) => {
          const { control } = meanSampleSize(4, delta, { alpha: 0.05, power: wanted });
          const reached = power(delta, 4 * Math.sqrt(2 / control), fixedMultiplier(0.05));
          // The planner leaves out rejections on the wrong side.
          expect(reached).toBeGreaterThanOrEqual(wanted - 1e-9);
          expect(reached).toBeLessThan(wanted + 1e-4);
        },
      ),
    );
  });
});

describe("smallest detectable effect", () => {
  it("undoes the sample size", () => {
    const rates = fc.double({ min: 0.01, max: 0.9, noNaN: true });
    fc.assert(
      fc.property(rates, fc.integer({ min: 200, max: 1_000_000 }), (baseline, n) => {
        const mde = proportionMde(baseline, n, goal);
        if (mde === null) return;
        expect(proportionSampleSize(baseline, baseline + mde, goal) / n).toBeCloseTo(1, 6);
      }),
    );
    expect(meanSampleSize(7, meanMde(7, 500, goal), goal).control).toBeCloseTo(500, 9);
  });

  it("shrinks as units come in", () => {
    const mdes = [500, 1_000, 5_000, 50_000].map((n) => proportionMde(0.1, n, goal)!);
    expect(mdes).toEqual(mdes.toSorted((a, b) => b - a));
  });

  it("is null when not even certainty could be found", () => expect(proportionMde(0.5, 3, goal)).toBeNull());
});
