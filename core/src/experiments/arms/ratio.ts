import { checkCovariance, checkVariance, covarianceFromSums, varianceFromSums } from "./moments.ts";
import type { Arm, ArmResult, RatioPreSums, RatioSums, Sample } from "./types.ts";

/** An arm of a ratio metric R = sum(num)/sum(den) from its sums; units without denominator stay in n. */
export function ratioArmFromSums(sums: RatioSums): ArmResult {
  const sample = sampleFromSums(sums);
  return sample === null ? { ok: false, status: "invalid_statistics" } : ratioArm(sample);
}

/**
 * An arm of a ratio metric from the moments of [num, den] or [num, den, pre num, pre den].
 * Unit variance (s2_m - 2R s_md + R^2 s2_d)/dbar^2: the delta method on unit totals (Deng et al. 2018).
 * With a pre-period the linearised residuals of the two ratios take the places of Y and X.
 */
export function ratioArm(sample: Sample): ArmResult {
  const { n, means, covariances } = sample;
  if (!(n >= 0) || ![n, ...means, ...covariances.flat()].every(Number.isFinite)) {
    return { ok: false, status: "invalid_statistics" };
  }
  if (n > 0 && means[1] === 0) return { ok: false, status: "denominator_zero" };
  if (n === 0) return { ok: true, arm: { n, mean: 0, variance: 0 } };
  const [ratio, gradient] = linearise(means[0]!, means[1]!);
  const variance = checkVariance(quadratic(covariances, [0, 1], gradient, [0, 1], gradient), ratio);
  if (variance === null) return { ok: false, status: "invalid_statistics" };
  const arm: Arm = { n, mean: ratio, variance };
  // A pre-period without any denominator tells nothing: the arm goes on unadjusted.
  if (means.length < 4 || means[3] === 0) return { ok: true, arm };
  const [preRatio, preGradient] = linearise(means[2]!, means[3]!);
  const preVariance = checkVariance(
    quadratic(covariances, [2, 3], preGradient, [2, 3], preGradient),
    preRatio,
  );
  if (preVariance === null) return { ok: false, status: "invalid_statistics" };
  const pre = { mean: preRatio, variance: preVariance };
  const measured = quadratic(covariances, [0, 1], gradient, [2, 3], preGradient);
  const covariance = checkCovariance(measured, pre, arm);
  if (covariance === null) return { ok: false, status: "invalid_statistics" };
  return { ok: true, arm: { ...arm, pre: { ...pre, covariance } } };
}

/** The ratio and the weights of numerator and denominator in its linearisation (m - R d)/dbar. */
function linearise(num: number, den: number): readonly [number, readonly number[]] {
  const ratio = num / den;
  return [ratio, [1 / den, -ratio / den]];
}

/** left' C right over the chosen rows and columns of a covariance matrix. */
function quadratic(
  covariances: Sample["covariances"],
  rows: readonly number[],
  left: readonly number[],
  columns: readonly number[],
  right: readonly number[],
): number {
  let sum = 0;
  for (const [i, row] of rows.entries()) {
    for (const [j, column] of columns.entries()) sum += left[i]! * right[j]! * covariances[row]![column]!;
  }
  return sum;
}

function sampleFromSums(sums: RatioSums): Sample | null {
  const { n, pre } = sums;
  const totals = [sums.num_sum, sums.den_sum, ...(pre === undefined ? [] : [pre.num_sum, pre.den_sum])];
  const covariances: (number | null)[][] = productSums(sums, pre).map((line, i) =>
    line.map((products, j) =>
      i === j
        ? varianceFromSums(n, totals[i]!, products)
        : covarianceFromSums(n, totals[i]!, totals[j]!, products),
    ),
  );
  if (covariances.flat().includes(null)) return null;
  return {
    n,
    means: totals.map((total) => (n === 0 ? 0 : total / n)),
    covariances: covariances as number[][],
  };
}

/** Sums of products as a symmetric matrix over [num, den, pre num, pre den]. */
function productSums(sums: RatioSums, pre: RatioPreSums | undefined): number[][] {
  const post = [
    [sums.num_sum_squares, sums.num_den_sum_products],
    [sums.num_den_sum_products, sums.den_sum_squares],
  ];
  if (pre === undefined) return post;
  const cross = [
    [pre.pre_num_num_sum_products, pre.pre_num_den_sum_products],
    [pre.pre_den_num_sum_products, pre.pre_den_den_sum_products],
  ];
  return [
    [...post[0]!, cross[0]![0]!, cross[1]![0]!],
    [...post[1]!, cross[0]![1]!, cross[1]![1]!],
    [...cross[0]!, pre.num_sum_squares, pre.num_den_sum_products],
    [...cross[1]!, pre.num_den_sum_products, pre.den_sum_squares],
  ];
}
