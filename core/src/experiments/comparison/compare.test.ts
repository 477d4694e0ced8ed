import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { armFromMoments, armFromSums } from "../arms/mean.ts";
import { ratioArmFromSums } from "../arms/ratio.ts";
import type { ArmResult } from "../arms/types.ts";
import { pooledTheta } from "../cuped/theta.ts";
import { inBurnIn } from "./burn-in.ts";
import { carryPValue, carrySignificance } from "./carry-forward.ts";
import { compare } from "./compare.ts";
import type { Comparison, ComparisonOptions } from "./types.ts";

const planned: ComparisonOptions = {
  metric: "mean",
  settings: { engine: "planned_sequential", alpha: 0.05, nPlanned: 2_000 },
};
const fixed: ComparisonOptions = { metric: "mean", settings: { engine: "fixed", alpha: 0.05 } };
const asProportion = (options: ComparisonOptions): ComparisonOptions => ({
  ...options,
  metric: "proportion",
});
const conversions = (n: number, count: number) => armFromSums({ n, sum: count, sum_squares: count });
const moments = (n: number, mean: number, variance: number) => armFromMoments({ n, mean, variance });

describe("edge cases of a comparison", () => {
  const blank = { estimate: null, p_value: null, absolute_ci: null, relative_ci: null, significant: false };
  const refused = ratioArmFromSums({
    n: 10,
    num_sum: 0,
    num_sum_squares: 0,
    den_sum: 0,
    den_sum_squares: 0,
    num_den_sum_products: 0,
  });

  const cases: [string, ArmResult, ArmResult, ComparisonOptions, Partial<Comparison>][] = [
    ["no units in an arm", moments(0, 0, 0), moments(500, 1, 1), planned, { ...blank, status: "no_data" }],
    [
      "one unit in an arm",
      moments(1, 2, 0),
      moments(500, 3, 1),
      planned,
      { ...blank, status: "insufficient_data", estimate: 1, lift: 0.5, standard_error: null },
    ],
    [
      "no variance, equal means",
      conversions(500, 0),
      conversions(480, 0),
      asProportion(planned),
      { status: "zero_variance", estimate: 0, p_value: 1, absolute_ci: null, significant: false },
    ],
    [
      "no variance, different means",
      moments(500, 2, 0),
      moments(500, 3, 0),
      planned,
      { ...blank, status: "zero_variance", estimate: 1 },
    ],
    [
      "control mean 0: the absolute test runs",
      conversions(1_000, 0),
      conversions(1_000, 40),
      asProportion(fixed),
      {
        status: "ok",
        lift: null,
        relative_ci: null,
        estimate: 0.04,
        significant: true,
        warnings: ["baseline_not_positive"],
      },
    ],
    [
      "control barely above 0: no relative interval",
      moments(200, 0.01, 1),
      moments(200, 0.5, 1),
      fixed,
      { status: "ok", lift: 49, relative_ci: null, significant: true, warnings: ["relative_unbounded"] },
    ],
    [
      "refunds push control below 0",
      moments(400, -2, 9),
      moments(400, 1, 9),
      fixed,
      { status: "ok", lift: null, relative_ci: null, estimate: 3, bayes: null },
    ],
    [
      "a ratio without denominator",
      refused,
      moments(10, 1, 1),
      planned,
      { ...blank, status: "denominator_zero" },
    ],
    [
      "contradicting sums",
      armFromSums({ n: 10, sum: 100, sum_squares: 500 }),
      moments(10, 9, 1),
      planned,
      { ...blank, status: "invalid_statistics" },
    ],
    [
      "burn-in: units",
      conversions(60, 20),
      conversions(60, 40),
      asProportion(planned),
      {
        status: "burn_in",
        p_value: null,
        significant: false,
        estimate: expect.closeTo(1 / 3, 12) as unknown as number,
      },
    ],
    [
      "burn-in: conversions",
      conversions(5_000, 2),
      conversions(5_000, 22),
      asProportion(planned),
      { status: "burn_in", p_value: null, significant: false },
    ],
    [
      "fixed before its plan",
      moments(500, 1, 1),
      moments(500, 2, 1),
      { metric: "mean", settings: { engine: "fixed", alpha: 0.05, nPlanned: 5_000 } },
      { status: "preliminary", significant: false, information_fraction: 0.2 },
    ],
    [
      "fixed at its plan",
      moments(500, 1, 1),
      moments(500, 2, 1),
      { metric: "mean", settings: { engine: "fixed", alpha: 0.05, nPlanned: 1_000 } },
      { status: "ok", significant: true, information_fraction: 1 },
    ],
    [
      "an effect beyond all float64 tails",
      moments(1_000_000, 1, 1e-6),
      moments(1_000_000, 1e6, 1e-6),
      planned,
      { status: "ok", p_value: 1e-300, significant: true },
    ],
  ];
  it.each(cases)("%s", (_, control, treatment, options, expected) =>
    expect(compare(control, treatment, options)).toMatchObject(expected),
  );
});

describe("any figures", () => {
  const number = fc.oneof(fc.double(), fc.double({ min: 0, max: 1e6, noNaN: true }), fc.constant(0));
  const arms = fc
    .record({
      n: fc.oneof(fc.integer({ min: 0, max: 1e6 }), fc.constant(Number.NaN)),
      mean: number,
      variance: number,
    })
    .chain((arm) =>
      fc.tuple(
        fc.constant(arm),
        fc.option(fc.record({ mean: number, variance: number, covariance: number })),
      ),
    )
    .map(([arm, pre]) =>
      armFromMoments({
        ...arm,
        ...(pre && { pre_mean: pre.mean, pre_variance: pre.variance, pre_post_covariance: pre.covariance }),
      }),
    );

  it("leave neither NaN nor Infinity in the result, and the interval holds the estimate", () => {
    fc.assert(
      fc.property(arms, arms, fc.constantFrom(planned, fixed), (control, treatment, options) => {
        const theta = control.ok && treatment.ok ? pooledTheta([control.arm, treatment.arm]) : null;
        const got = compare(control, treatment, options, theta);
        expect(unusable(got)).toEqual([]);
        if (got.absolute_ci === null) return;
        expect(got.absolute_ci[0]).toBeLessThanOrEqual(got.estimate!);
        expect(got.absolute_ci[1]).toBeGreaterThanOrEqual(got.estimate!);
      }),
      { numRuns: 1_000 },
    );
  });

  it("turned around give the opposite difference with the same p-value", () => {
    const usable = fc
      .tuple(fc.integer({ min: 100, max: 1e5 }), fc.double({ min: 0.1, max: 100, noNaN: true }))
      .map(([n, mean]) => moments(n, mean, mean));
    fc.assert(
      fc.property(usable, usable, fc.constantFrom(planned, fixed), (a, b, options) => {
        const [forth, back] = [compare(a, b, options), compare(b, a, options)];
        expect(back.estimate! + forth.estimate!).toBe(0);
        expect(back.p_value).toBeCloseTo(forth.p_value!, 9);
      }),
    );
  });

  function unusable(value: unknown, path = ""): string[] {
    if (typeof value === "number") return Number.isFinite(value) ? [] : [`${path} = ${value}`];
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([key, inner]) => unusable(inner, `${path}.${key}`));
  }
});

describe("CUPED and the lens in a comparison", () => {
  const arm = (mean: number, pre: number) =>
    armFromMoments({ n: 500, mean, variance: 4, pre_mean: pre, pre_variance: 4, pre_post_covariance: 3.2 });

  it("narrows the interval and tells by how much", () => {
    const [control, treatment] = [arm(10, 5), arm(10.3, 5)];
    const theta = control.ok && treatment.ok ? pooledTheta([control.arm, treatment.arm]) : null;
    const [raw, adjusted] = [
      compare(control, treatment, planned),
      compare(control, treatment, planned, theta),
    ];
    expect(adjusted.cuped?.theta).toBeCloseTo(0.8, 12);
    expect(adjusted.cuped?.variance_reduction.control).toBeCloseTo(0.64, 12);
    expect(adjusted.standard_error! / raw.standard_error!).toBeCloseTo(0.6, 12);
    expect([raw.significant, adjusted.significant, raw.cuped]).toEqual([false, true, null]);
  });

  it.each([
    ["proportions: exact", conversions(1_000, 100), conversions(1_000, 130), "proportion", "beta"],
    [
      "many conversions: normal",
      conversions(100_000, 10_000),
      conversions(100_000, 10_100),
      "proportion",
      "gaussian",
    ],
    ["means: normal", moments(1_000, 5, 4), moments(1_000, 5.2, 4), "mean", "gaussian"],
  ] as const)("%s", (_, control, treatment, metric, model) => {
    const higher = compare(control, treatment, { ...planned, metric }).bayes!;
    const lower = compare(control, treatment, { ...planned, metric, lowerIsBetter: true }).bayes!;
    expect(higher.model).toBe(model);
    expect(higher.chance_to_win).toBeGreaterThan(0.5);
    expect(higher.chance_to_win + lower.chance_to_win).toBeCloseTo(1, 9);
    expect(lower.loss_control).toBe(higher.loss_treatment);
    expect([higher.ci === null, higher.control_ci === null]).toEqual([
      model === "beta",
      model === "gaussian",
    ]);
  });
});

describe("burn-in", () => {
  const arm = (n: number, mean: number) => ({ n, mean, variance: 1 });
  it.each([
    ["99 units", arm(99, 5), arm(500, 5), "mean", true],
    ["100 units", arm(100, 5), arm(100, 5), "mean", false],
    ["24 conversions together", arm(1_000, 0.012), arm(1_000, 0.012), "proportion", true],
    ["25 conversions together", arm(1_000, 0.012), arm(1_000, 0.013), "retention", false],
    ["means have no conversions", arm(1_000, 0), arm(1_000, 0), "ratio", false],
  ] as const)("%s", (_, control, treatment, metric, expected) =>
    expect(inBurnIn(control, treatment, metric)).toBe(expected),
  );
});

describe("memory between looks", () => {
  const now = compare(moments(500, 1, 1), moments(500, 1.05, 1), planned);
  const significant = compare(moments(500, 1, 1), moments(500, 2, 1), planned);
  const waiting: Comparison = { ...now, status: "burn_in", p_value: null };
  const once: Comparison = { ...now, engine: "fixed" };

  it.each([
    ["the first look", now, null, now.p_value],
    ["an earlier smaller p stays", now, { p_value: 1e-4, first_crossed_at: null }, 1e-4],
    ["an earlier larger p does not", now, { p_value: 1, first_crossed_at: null }, now.p_value],
    ["nothing is given during burn-in", waiting, { p_value: 1e-4, first_crossed_at: null }, null],
    ["a fixed test has no memory", once, { p_value: 1e-4, first_crossed_at: null }, now.p_value],
  ])("p-value: %s", (_, comparison, earlier, p) => expect(carryPValue(comparison, earlier).p_value).toBe(p));

  it.each([
    ["not yet", now, null, false, null],
    ["crossing now", significant, null, true, "2026-07-02"],
    ["crossed before", now, { p_value: 0.01, first_crossed_at: "2026-07-01" }, true, "2026-07-01"],
    ["a fixed test has no memory", once, { p_value: 0.01, first_crossed_at: "2026-07-01" }, false, null],
  ])("significance: %s", (_, comparison, earlier, expected, at) => {
    const carried = carrySignificance(comparison, earlier, "2026-07-02");
    expect([carried.significant, carried.first_crossed_at]).toEqual([expected, at]);
  });
});
