import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { armFromMoments, armFromSums } from "../arms/mean.ts";
import { ExperimentSettingsError } from "../settings.ts";
import { judgeGuardrail } from "./judge.ts";

const rate = (n: number, count: number) => armFromSums({ n, sum: count, sum_squares: count });
const options = { metric: "proportion", nStar: 20_000 } as const;

describe("guardrail", () => {
  it.each([
    ["much worse", rate(10_000, 2_000), rate(10_000, 1_600), options, "harmed", "relative"],
    ["much better", rate(10_000, 2_000), rate(10_000, 2_400), options, "safe", "relative"],
    ["about the same", rate(10_000, 2_000), rate(10_000, 2_000), options, "inconclusive", "relative"],
    [
      "the same, with room for harm",
      rate(10_000, 2_000),
      rate(10_000, 2_000),
      { ...options, margin: 0.15 },
      "safe",
      "relative",
    ],
    [
      "errors rise",
      rate(10_000, 200),
      rate(10_000, 400),
      { ...options, lowerIsBetter: true },
      "harmed",
      "relative",
    ],
    [
      "errors fall",
      rate(10_000, 400),
      rate(10_000, 200),
      { ...options, lowerIsBetter: true },
      "safe",
      "relative",
    ],
    [
      "errors where there were none",
      rate(10_000, 0),
      rate(10_000, 80),
      { ...options, lowerIsBetter: true },
      "harmed",
      "absolute",
    ],
    ["few units", rate(90, 80), rate(90, 10), options, "inconclusive", "relative"],
    [
      "few conversions",
      rate(500, 0),
      rate(500, 20),
      { ...options, lowerIsBetter: true },
      "inconclusive",
      "absolute",
    ],
    ["no variance", rate(500, 0), rate(500, 0), options, "inconclusive", "absolute"],
    ["no units", rate(0, 0), rate(500, 5), options, "inconclusive", "relative"],
    ["unusable figures", rate(10, -5), rate(500, 5), options, "inconclusive", "relative"],
  ] as const)("%s", (_, control, treatment, settings, status, scale) =>
    expect(judgeGuardrail(control, treatment, settings)).toMatchObject({ status, scale }),
  );

  it("is a mirror: what harms one way is safe the other way", () => {
    const arms = fc
      .tuple(fc.integer({ min: 100, max: 100_000 }), fc.double({ min: 1, max: 10, noNaN: true }))
      .map(([n, mean]) => armFromMoments({ n, mean, variance: 3 }));
    fc.assert(
      fc.property(arms, arms, (control, treatment) => {
        const settings = { metric: "mean", nStar: 10_000 } as const;
        const higher = judgeGuardrail(control, treatment, settings);
        const lower = judgeGuardrail(control, treatment, { ...settings, lowerIsBetter: true });
        const mirror = { harmed: "safe", safe: "harmed", inconclusive: "inconclusive" };
        expect(lower.status).toBe(mirror[higher.status]);
        expect(higher.lower! <= higher.estimate! && higher.estimate! <= higher.upper!).toBe(true);
      }),
    );
  });

  it.each([
    ["a negative margin", { ...options, margin: -0.1 }],
    ["alpha 0", { ...options, alpha: 0 }],
    ["no tuning size", { ...options, nStar: 0 }],
  ])("refuses %s", (_, settings) =>
    expect(() => judgeGuardrail(rate(500, 50), rate(500, 60), settings)).toThrow(ExperimentSettingsError),
  );
});
