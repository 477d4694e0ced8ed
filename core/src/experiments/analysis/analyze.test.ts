import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { armFromMoments, armFromSums } from "../arms/mean.ts";
import type { LookRecord } from "../comparison/carry-forward.ts";
import type { Comparison } from "../comparison/types.ts";
import { ExperimentSettingsError } from "../settings.ts";
import { analyzeExperiment } from "./analyze.ts";
import type { ExperimentInput, MetricInput } from "./types.ts";

const rate = (n: number, count: number) => armFromSums({ n, sum: count, sum_squares: count });
const withPre = (mean: number, pre: number) =>
  armFromMoments({ n: 2_000, mean, variance: 4, pre_mean: pre, pre_variance: 4, pre_post_covariance: 3 });
const conversion: MetricInput = {
  id: "conversion",
  role: "primary",
  metric: "proportion",
  arms: [rate(2_000, 200), rate(2_000, 290), rate(2_000, 205)],
};
const input = (change: Partial<ExperimentInput> = {}): ExperimentInput => ({
  exposures: [2_000, 2_000, 2_000],
  weights: [1, 1, 1],
  multipleExposures: 0,
  settings: { engine: "planned_sequential", alpha: 0.05, nPlanned: 4_000 },
  metrics: [conversion],
  at: "2026-07-01T00:00:00Z",
  ...change,
});
const verdicts = (experiment: ExperimentInput) =>
  analyzeExperiment(experiment).treatments.map(({ verdict }) => verdict);
const comparisons = (experiment: ExperimentInput) =>
  analyzeExperiment(experiment).treatments.map(({ metrics }) => metrics.map(({ comparison }) => comparison));

describe("a whole experiment", () => {
  it.each([
    ["each treatment has its verdict", {}, ["ship", "keep_running"]],
    [
      "a mismatch blocks all of them",
      { exposures: [2_000, 2_600, 2_000] },
      ["untrustworthy", "untrustworthy"],
    ],
    ["so do people with several variants", { multipleExposures: 100 }, ["untrustworthy", "untrustworthy"]],
    ["a few of them do not", { multipleExposures: 50 }, ["ship", "keep_running"]],
    ["lower is better", { metrics: [{ ...conversion, lowerIsBetter: true }] }, ["stop_harm", "keep_running"]],
    [
      "at plan without effect",
      { metrics: [{ ...conversion, mde: { scale: "relative", value: 0.5 } }] },
      ["ship", "no_effect_at_plan"],
    ],
    [
      "nobody exposed yet",
      { exposures: [0, 0, 0], metrics: [{ ...conversion, arms: [rate(0, 0), rate(0, 0), rate(0, 0)] }] },
      ["insufficient_data", "insufficient_data"],
    ],
  ] as [string, Partial<ExperimentInput>, string[]][])("%s", (_, change, expected) =>
    expect(verdicts(input(change))).toEqual(expected),
  );

  it("adjusts primaries over metrics and treatments by Holm, and significance follows", () => {
    const borderline = {
      ...conversion,
      id: "second",
      arms: [rate(2_000, 200), rate(2_000, 248), rate(2_000, 200)],
    };
    const [alone] = comparisons(
      input({
        metrics: [{ ...borderline, arms: borderline.arms.slice(0, 2) }],
        exposures: [2_000, 2_000],
        weights: [1, 1],
      }),
    );
    const [among] = comparisons(input({ metrics: [conversion, borderline] }));
    expect([alone![0]!.significant, among![1]!.significant]).toEqual([true, false]);
    expect(among![1]!.p_value).toBe(alone![0]!.p_value);
    expect(among![1]!.p_adjusted).toBeCloseTo(3 * among![1]!.p_value!, 12);
  });

  it("adjusts secondaries apart, and guardrails not at all", () => {
    const secondary: MetricInput = { ...conversion, id: "secondary", role: "secondary" };
    const guardrail: MetricInput = { ...conversion, id: "guard", role: "guardrail" };
    const { treatments } = analyzeExperiment(input({ metrics: [conversion, secondary, guardrail] }));
    const [first, second, third] = treatments[0]!.metrics;
    expect(first!.comparison.p_adjusted).toBe(2 * first!.comparison.p_value!);
    expect(second!.comparison.p_adjusted).toBe(2 * second!.comparison.p_value!);
    expect([third!.comparison.p_adjusted, third!.guardrail?.status]).toEqual([null, "safe"]);
    expect([first!.guardrail, second!.guardrail]).toEqual([null, null]);
  });

  it("a harmed guardrail stops what would ship", () => {
    const errors: MetricInput = {
      id: "errors",
      role: "guardrail",
      metric: "proportion",
      lowerIsBetter: true,
      arms: [rate(2_000, 40), rate(2_000, 160), rate(2_000, 40)],
    };
    expect(verdicts(input({ metrics: [conversion, errors] }))).toEqual(["stop_harm", "keep_running"]);
  });

  it("keeps what earlier looks found", () => {
    const earlier = [null, { p_value: 1e-4, first_crossed_at: "2026-06-20T00:00:00Z" }];
    const [first, second] = comparisons(input({ metrics: [{ ...conversion, earlier }] }));
    expect([first![0]!.first_crossed_at, second![0]!.first_crossed_at]).toEqual([
      "2026-07-01T00:00:00Z",
      "2026-06-20T00:00:00Z",
    ]);
    expect([second![0]!.p_value, second![0]!.significant]).toEqual([1e-4, true]);
  });

  it("uses one theta for all arms, on by default, and tells who had no history", () => {
    const metric: MetricInput = {
      id: "revenue",
      role: "primary",
      metric: "mean",
      arms: [withPre(10, 5), withPre(10.2, 5), withPre(10, 5.1)],
      shareWithoutHistory: 0.2,
    };
    const [first, second] = comparisons(input({ metrics: [metric] }));
    expect([first![0]!.cuped?.theta, second![0]!.cuped?.theta]).toEqual([0.75, 0.75]);
    expect(first![0]!.cuped?.share_without_history).toBe(0.2);
    expect(comparisons(input({ metrics: [{ ...metric, cuped: false }] }))[0]![0]!.cuped).toBeNull();
  });

  it("warns when arms differed before the experiment", () => {
    const metric: MetricInput = {
      id: "revenue",
      role: "primary",
      metric: "mean",
      arms: [withPre(10, 5), withPre(10, 5.5), withPre(10, 5)],
    };
    const warned = comparisons(input({ metrics: [metric] })).map(([comparison]) => comparison!.warnings);
    expect(warned).toEqual([["cuped_covariate_imbalance"], []]);
  });

  it("puts the doubts on every comparison", () => {
    const [first] = comparisons(input({ exposures: [2_000, 2_600, 2_000], multipleExposures: 500 }));
    expect(first![0]!.warnings).toEqual(["sample_ratio_mismatch", "multiple_exposures"]);
    expect(first![0]!.srm?.p).toBeLessThan(0.001);
  });

  it.each([
    ["asymp_cs", { engine: "asymp_cs", alpha: 0.05, nStar: 4_000 }],
    ["fixed", { engine: "fixed", alpha: 0.05 }],
  ] as const)("%s: a guardrail has a size to be tuned to", (_, settings) => {
    const { treatments } = analyzeExperiment(
      input({ settings, metrics: [{ ...conversion, role: "guardrail" }] }),
    );
    expect(treatments[0]!.metrics[0]!.guardrail?.status).toBe("safe");
  });

  it.each([
    ["arms missing", input({ metrics: [{ ...conversion, arms: conversion.arms.slice(0, 2) }] })],
    ["weights missing", input({ weights: [1, 1] })],
    ["a plan of 0", input({ settings: { engine: "planned_sequential", alpha: 0.05, nPlanned: 0 } })],
  ])("refuses %s", (_, experiment) =>
    expect(() => analyzeExperiment(experiment)).toThrow(ExperimentSettingsError),
  );
});

describe("an experiment that is looked at every day", () => {
  const days = fc.array(fc.record({ control: fc.nat(60), treatment: fc.nat(60) }), {
    minLength: 2,
    maxLength: 20,
  });

  it("never raises a p-value again and never takes significance back", () => {
    fc.assert(
      fc.property(days, (daily) => {
        let [n, control, treatment] = [0, 0, 0];
        let earlier: LookRecord | null = null;
        for (const [day, converted] of daily.entries()) {
          n += 200;
          control += converted.control;
          treatment += converted.treatment;
          const metric = { ...conversion, arms: [rate(n, control), rate(n, treatment)], earlier: [earlier] };
          const [[comparison]] = comparisons(
            input({ exposures: [n, n], weights: [1, 1], metrics: [metric], at: `day ${day}` }),
          ) as [[Comparison]];
          if (comparison.status !== "ok") continue;
          expect(comparison.p_value!).toBeLessThanOrEqual(earlier?.p_value ?? 1);
          if (earlier?.first_crossed_at) {
            expect([comparison.significant, comparison.first_crossed_at]).toEqual([
              true,
              earlier.first_crossed_at,
            ]);
          }
          earlier = { p_value: comparison.p_value, first_crossed_at: comparison.first_crossed_at };
        }
      }),
    );
  });
});
