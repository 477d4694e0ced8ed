import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DetectorConfig, detectorConfig } from "./config.ts";
import { detect, historyNeeded } from "./detect.ts";
import { ecod, iqr, mad, zscore } from "./detectors.ts";

const history = [10, 12, 11, 9, 10, 11, 10, 12, 9, 11];

test.each<[string, number, number]>([
  // mean 10.5, s = 1.080123, so z = 3.240370 and 1 − erfc(z/√2) = 0.998806.
  ["zscore", zscore(14, history), 0.998806],
  ["zscore of the mean", zscore(10.5, history), 0],
  // median 10.5, MAD 0.5 and 1.5 in halves: |d| = .5 ×6, 1.5 ×4 → median 0.5; z = 0.6745·3.5/0.5 = 4.7215.
  ["mad", mad(14, history), 0.9999977],
  ["mad of equal values: another one", mad(6, [5, 5, 5, 5, 5]), 1],
  ["mad of equal values: the same", mad(5, [5, 5, 5, 5, 5]), 0],
  // More than half are equal: mean absolute deviation 2, z = 5 / (2 · 1.253314) = 1.994711.
  ["mad with little spread", mad(10, [5, 5, 5, 5, 15]), 0.953926],
  // Quartiles 10 and 11, so the fences are 8.5 and 12.5.
  ["iqr outside", iqr(1.5)(12.6, history), 1],
  ["iqr on the fence", iqr(1.5)(12.5, history), 0],
  ["iqr far fences", iqr(3)(12.6, history), 0],
  // 11 values with it, one at least as great: 1 − 2/11.
  ["ecod above all", ecod(99, history), 1 - 2 / 11],
  ["ecod in the middle", ecod(10.5, history), 0],
])("%s", (_, got, expected) => expect(got).toBeCloseTo(expected, 5));

/** Ten weeks of days, quiet on weekends. */
const weeks = Array.from({ length: 70 }, (_, day) => (day % 7 < 5 ? 100 : 20) + ((day * 7) % 5));

describe("over a series", () => {
  const cases: [string, number[], DetectorConfig, number[]][] = [
    ["a jump", [...history, 14], { type: "zscore", threshold: 0.99 }, [10]],
    ["too little history", [1, 2, 1, 50], { type: "zscore" }, []],
    ["bounds", [1, 9, 3], { type: "threshold", lower_bound: 2, upper_bound: 8 }, [0, 1]],
    ["a weekend is no anomaly", weeks, { type: "seasonal" }, []],
    ["a weekday as quiet as a weekend is", [...weeks, 20], { type: "seasonal" }, [70]],
    [
      "each first weekend is one to who doesn't know of weeks",
      weeks,
      { type: "iqr" },
      [5, 6, 12, 13, 19, 20, 26],
    ],
    ["what only just began", [0, 0, 0, 0, 0, 0, 0, 0, 7], { type: "mad" }, []],
    ["differences", [0, 10, 20, 30, 40, 50, 60, 70, 90], { type: "mad", preprocessing: { diffs_n: 1 } }, [8]],
    [
      "and",
      [...history, 14],
      {
        type: "ensemble",
        operator: "and",
        detectors: [
          { type: "mad", threshold: 0.99 },
          { type: "threshold", upper_bound: 20 },
        ],
      },
      [],
    ],
    [
      "or",
      [...history, 14],
      {
        type: "ensemble",
        operator: "or",
        detectors: [
          { type: "mad", threshold: 0.99 },
          { type: "threshold", upper_bound: 20 },
        ],
      },
      [10],
    ],
  ];
  test.each(cases)("%s", (_, values, config, triggered) => {
    expect(detect(values, config, "day").triggered).toEqual(triggered);
  });
  test("smoothing and differences keep positions", () => {
    const { scores } = detect(
      history,
      { type: "threshold", upper_bound: 1, preprocessing: { diffs_n: 1, smooth_n: 3 } },
      "day",
    );
    expect(scores).toHaveLength(history.length);
    expect(scores.slice(0, 4)).toEqual([null, null, null, 0]);
  });
});

test("scores are probabilities, and later values change no earlier score", () => {
  const configs: DetectorConfig[] = (["zscore", "mad", "ecod", "iqr", "seasonal"] as const).map((type) => ({
    type,
  }));
  const series = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 8, maxLength: 60 });
  fc.assert(
    fc.property(series, fc.constantFrom(...configs), (values, config) => {
      const whole = detect(values, config, "day").scores;
      expect(detect(values.slice(0, -1), config, "day").scores).toEqual(whole.slice(0, -1));
      for (const score of whole) {
        if (score === null) continue;
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test.each<[DetectorConfig, number]>([
  [{ type: "zscore" }, 30],
  [{ type: "zscore", window: 10, preprocessing: { diffs_n: 1, smooth_n: 3 } }, 13],
  [{ type: "seasonal" }, 56],
  [{ type: "threshold", upper_bound: 1 }, 0],
  [
    { type: "ensemble", operator: "and", detectors: [{ type: "mad" }, { type: "seasonal", season: 24 }] },
    192,
  ],
])("%j needs %d values", (config, needed) => expect(historyNeeded(config, "day")).toBe(needed));

test.each([
  { type: "isolation_forest" },
  { type: "zscore", threshold: 2 },
  { type: "ensemble", detectors: [{ type: "mad" }] },
])("%j is no detector", (config) => expect(detectorConfig.safeParse(config).success).toBe(false));
