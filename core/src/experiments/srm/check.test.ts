import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ExperimentSettingsError } from "../settings.ts";
import { checkSrm, holdoutWeights, logSrmEValue } from "./check.ts";

const counts = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 2, maxLength: 6 });

describe("sample ratio mismatch", () => {
  it.each([
    ["as planned", [500, 500], [1, 1], 0, 1, false],
    ["at Kohavi's example", [821_588, 815_482], [1, 1], 22.77436884189436, 1, true],
    ["with weights in percent", [7_500, 2_500], [75, 25], 0, 1, false],
    ["no exposures", [0, 0], [1, 1], 0, 1, false],
    ["an arm with weight 0 drops out", [100, 100, 5_000], [1, 1, 0], 0, 1, false],
    ["only one arm left", [100, 100], [1, 0], 0, 0, false],
    ["too few exposures to block", [60, 20], [1, 1], 20, 1, false],
  ])("%s", (_, observed, weights, chi2, df, blocks) => {
    const srm = checkSrm(observed, weights);
    expect([srm.chi2, srm.df, srm.blocks]).toEqual([expect.closeTo(chi2, 9), df, blocks]);
  });

  it("does not care about the order of arms or the scale of weights", () => {
    fc.assert(
      fc.property(counts, fc.double({ min: 0.1, max: 100, noNaN: true }), (observed, scale) => {
        const weights = observed.map((_, i) => i + 1);
        const turned = checkSrm(
          observed.toReversed(),
          weights.toReversed().map((weight) => weight * scale),
        );
        expect(turned.p).toBeCloseTo(checkSrm(observed, weights).p, 9);
      }),
    );
  });

  it("the always-valid version has little against a fair split and much against a skewed one", () => {
    expect(logSrmEValue([50_000, 50_000], [1, 1])).toBeLessThan(0);
    expect(logSrmEValue([54_000, 46_000], [1, 1])).toBeGreaterThan(50);
    expect(logSrmEValue([0, 0], [1, 1])).toBe(0);
  });

  it("its e-value has mean 1 when nothing is wrong", () => {
    const n = 12;
    let [mean, binomial] = [0, 0.3 ** n];
    for (let k = 0; k <= n; k++) {
      mean += binomial * Math.exp(logSrmEValue([k, n - k], [7, 3], 5));
      binomial *= (((n - k) / (k + 1)) * 0.7) / 0.3;
    }
    expect(mean).toBeCloseTo(1, 10);
  });

  it.each([
    ["all weights 0", [1, 1], [0, 0]],
    ["a negative weight", [1, 1], [2, -1]],
    ["a missing weight", [1, 1], [1]],
    ["no number", [1, 1], [1, Number.NaN]],
  ])("refuses %s", (_, observed, weights) =>
    expect(() => checkSrm(observed, weights)).toThrow(ExperimentSettingsError),
  );
});

describe("holdout weights", () => {
  it.each([
    ["a tenth", 0.1, [0.5, 0.5], [0.1, 0.45, 0.45]],
    ["none", 0, [1], [0, 1]],
  ])("%s", (_, fraction, shares, expected) => expect(holdoutWeights(fraction, shares)).toEqual(expected));

  it.each([1, -0.1, Number.NaN])("refuses %d", (fraction) =>
    expect(() => holdoutWeights(fraction, [1])).toThrow(ExperimentSettingsError),
  );
});
