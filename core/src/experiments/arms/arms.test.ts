import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { armFromMoments, armFromSums } from "./mean.ts";
import { checkCovariance, checkVariance, covarianceFromSums, varianceFromSums } from "./moments.ts";
import { ratioArm, ratioArmFromSums } from "./ratio.ts";
import type { RatioSums } from "./types.ts";
import { sampleFromValues } from "./values.ts";
import { quantile, winsorize } from "./winsorize.ts";

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const dot = (x: readonly number[], y: readonly number[]) => sum(x.map((value, i) => value * y[i]!));

describe("variance from sums", () => {
  it.each([
    ["two values", 2, 4, 10, 2],
    ["a proportion, with Bessel", 100, 10, 10, 9 / 99],
    ["no units", 0, 0, 0, 0],
    ["one unit has no variance", 1, 5, 25, 0],
    ["rounding below 0 becomes 0", 3, 3, 3 - 1e-12, 0],
    ["rounding above 0 becomes 0", 10, 1, 0.1 + 1e-17, 0],
    ["sums that contradict each other", 10, 100, 500, null],
    ["no numbers", 10, Number.NaN, 500, null],
    ["endless sums", 10, 1, Number.POSITIVE_INFINITY, null],
    ["a negative count", -1, 1, 1, null],
  ])("%s", (_, n, total, squares, expected) => {
    const got = varianceFromSums(n, total, squares);
    if (expected === null) expect(got).toBeNull();
    else expect(got).toBeCloseTo(expected, 12);
  });

  it.each([
    ["kept", 2, 5, 2],
    ["tiny next to the mean", -1e-10, 1, 0],
    ["too negative", -1e-3, 1, null],
    ["not a number", Number.NaN, 1, null],
  ])("checked: %s", (_, variance, mean, expected) => expect(checkVariance(variance, mean)).toBe(expected));

  it.each([
    ["kept", 1, 1],
    ["cut when rounding took it too far", 2 + 1e-7, 2],
    ["on the other side too", -2 - 1e-7, -2],
    ["too large for the variances", 3, null],
    ["not a number", Number.NaN, null],
  ])("covariance checked: %s", (_, covariance, expected) =>
    expect(checkCovariance(covariance, { mean: 0, variance: 1 }, { mean: 0, variance: 4 })).toBe(expected),
  );

  it("covariance of fewer than two units is 0", () => expect(covarianceFromSums(1, 2, 3, 6)).toBe(0));
});

describe("mean arms", () => {
  const post = [5, 7, 6, 9];
  const pre = [4, 6, 6, 8];
  const sums = {
    n: 4,
    sum: sum(post),
    sum_squares: dot(post, post),
    pre_sum: sum(pre),
    pre_sum_squares: dot(pre, pre),
    pre_post_sum_products: dot(pre, post),
  };

  it("from sums and from moments are the same", () => {
    const { means, covariances } = sampleFromValues([post, pre]);
    const fromMoments = armFromMoments({
      n: 4,
      mean: means[0]!,
      variance: covariances[0]![0]!,
      pre_mean: means[1]!,
      pre_variance: covariances[1]![1]!,
      pre_post_covariance: covariances[0]![1]!,
    });
    const fromSums = armFromSums(sums);
    expect(fromSums.ok && fromSums.arm.pre?.covariance).toBeCloseTo(2.6666666666666665, 12);
    expect(fromSums.ok && fromMoments.ok && fromMoments.arm.variance - fromSums.arm.variance).toBeCloseTo(
      0,
      12,
    );
    expect(fromMoments.ok && fromMoments.arm.mean).toBe(6.75);
  });

  it.each([
    ["no units", { n: 0, sum: 0, sum_squares: 0 }, { n: 0, mean: 0, variance: 0 }],
    ["no pre-period", { n: 2, sum: 4, sum_squares: 10 }, { n: 2, mean: 2, variance: 2 }],
  ])("%s", (_, input, arm) => expect(armFromSums(input)).toEqual({ ok: true, arm }));

  it.each([
    ["contradicting sums", () => armFromSums({ ...sums, sum_squares: 1 })],
    ["contradicting pre sums", () => armFromSums({ ...sums, pre_sum_squares: 1 })],
    ["no numbers", () => armFromSums({ ...sums, sum: Number.NaN })],
    ["negative n", () => armFromMoments({ n: -1, mean: 0, variance: 1 })],
    ["negative variance", () => armFromMoments({ n: 5, mean: 1, variance: -1 })],
    [
      "an endless covariance",
      () =>
        armFromMoments({
          n: 5,
          mean: 1,
          variance: 1,
          pre_mean: 0,
          pre_variance: 1,
          pre_post_covariance: 1 / 0,
        }),
    ],
  ])("%s are invalid", (_, act) => expect(act()).toEqual({ ok: false, status: "invalid_statistics" }));
});

describe("ratio arms", () => {
  const sums = (num: number[], den: number[]): RatioSums => ({
    n: num.length,
    num_sum: sum(num),
    num_sum_squares: dot(num, num),
    den_sum: sum(den),
    den_sum_squares: dot(den, den),
    num_den_sum_products: dot(num, den),
  });
  const m = [0, 1, 1, 0, 1, 2, 2, 0, 0, 2, 1, 5];
  const d = [4, 5, 5, 4, 5, 3, 5, 2, 1, 3, 3, 7];
  const mp = [4, 0, 1, 1, 0, 2, 2, 0, 1, 1, 1, 1];
  const dp = [6, 1, 3, 2, 3, 8, 4, 3, 2, 2, 3, 3];

  it("take the variance of the linearised values", () => {
    const ratio = sum(m) / sum(d);
    const linear = m.map((value, i) => (value - ratio * d[i]!) / (sum(d) / d.length));
    const result = ratioArmFromSums(sums(m, d));
    expect(result.ok && result.arm.mean).toBeCloseTo(ratio, 12);
    expect(result.ok && result.arm.variance).toBeCloseTo(sampleFromValues([linear]).covariances[0]![0]!, 12);
  });

  it("with a pre-period: sums and raw values agree on all cross products", () => {
    const result = ratioArmFromSums({
      ...sums(m, d),
      pre: {
        ...sums(mp, dp),
        pre_num_num_sum_products: dot(mp, m),
        pre_num_den_sum_products: dot(mp, d),
        pre_den_num_sum_products: dot(dp, m),
        pre_den_den_sum_products: dot(dp, d),
      },
    });
    const raw = ratioArm(sampleFromValues([m, d, mp, dp]));
    if (!result.ok || !raw.ok) throw new Error("both are arms");
    expect(result.arm.pre!.mean).toBeCloseTo(raw.arm.pre!.mean, 12);
    expect(result.arm.pre!.variance).toBeCloseTo(raw.arm.pre!.variance, 12);
    expect(result.arm.pre!.covariance).toBeCloseTo(raw.arm.pre!.covariance, 12);
  });

  it.each([
    ["no denominator", sums([0, 0], [0, 0]), "denominator_zero"],
    ["contradicting sums", { ...sums(m, d), den_sum_squares: 1 }, "invalid_statistics"],
    ["no numbers", { ...sums(m, d), num_den_sum_products: Number.NaN }, "invalid_statistics"],
  ])("%s", (_, input, status) => expect(ratioArmFromSums(input)).toEqual({ ok: false, status }));

  it("no units", () =>
    expect(ratioArmFromSums(sums([], []))).toEqual({ ok: true, arm: { n: 0, mean: 0, variance: 0 } }));

  it("a pre-period without denominator leaves the arm unadjusted", () => {
    const result = ratioArm(sampleFromValues([m, d, mp.map(() => 0), dp.map(() => 0)]));
    expect(result.ok && result.arm.pre).toBeUndefined();
  });

  it("a constant denominator of 1 is the mean", () => {
    const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(values, (num) => {
        const ratio = ratioArmFromSums(
          sums(
            num,
            num.map(() => 1),
          ),
        );
        const mean = armFromSums({ n: num.length, sum: sum(num), sum_squares: dot(num, num) });
        return ratio.ok && mean.ok && Math.abs(ratio.arm.variance - mean.arm.variance) < 1e-9;
      }),
    );
  });
});

describe("sample from values", () => {
  it("keeps the variance of values near 1e9", () => {
    const { means, covariances } = sampleFromValues([[1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]]);
    expect([means[0], covariances[0]![0]]).toEqual([1e9 + 10, 30]);
  });

  it.each([
    ["nothing", [], { n: 0, means: [], covariances: [] }],
    [
      "one unit",
      [[3], [4]],
      {
        n: 1,
        means: [3, 4],
        covariances: [
          [0, 0],
          [0, 0],
        ],
      },
    ],
  ])("%s", (_, columns, expected) => expect(sampleFromValues(columns)).toEqual(expected));
});

describe("winsorize", () => {
  it.each([
    [[1, 2, 3, 4], 0.5, 2.5],
    [[4, 1, 3, 2], 0.25, 1.75],
    [[7], 0.9, 7],
    [[0, 10], 0.999, 9.99],
  ])("quantile of %j at %d", (values, level, expected) =>
    expect(quantile(values, level)).toBeCloseTo(expected, 12),
  );

  it("cuts both arms at the pooled cap", () => {
    expect(
      winsorize(
        [
          [1, 2, 100],
          [1, 2, 3],
        ],
        0.8,
      ),
    ).toEqual({
      cap: 3,
      arms: [
        [1, 2, 3],
        [1, 2, 3],
      ],
      cappedCount: 1,
    });
  });

  it("has no cap without values", () =>
    expect(winsorize([[], []], 0.9)).toEqual({ cap: null, arms: [[], []], cappedCount: 0 }));

  it("never raises a value and never cuts more than the tail", () => {
    const arm = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(arm, arm, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (a, b, level) => {
        const { cap, arms, cappedCount } = winsorize([a, b], level);
        expect(arms.flat().every((value, i) => value <= [...a, ...b][i]! && value <= cap!)).toBe(true);
        expect(cappedCount).toBeLessThanOrEqual(Math.ceil((1 - level) * (a.length + b.length)));
      }),
    );
  });
});
