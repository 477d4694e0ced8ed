import { checkCovariance, checkVariance, covarianceFromSums, varianceFromSums } from "./moments.ts";
import type { ArmResult, MeanMoments, MeanSums } from "./types.ts";

/** An arm of a mean, proportion or retention metric from its sums; with pre-period sums, ready for CUPED. */
export function armFromSums(sums: MeanSums): ArmResult {
  const { n, sum, pre_sum, pre_sum_squares, pre_post_sum_products } = sums;
  const variance = varianceFromSums(n, sum, sums.sum_squares);
  if (variance === null) return { ok: false, status: "invalid_statistics" };
  const moments = { n, mean: n === 0 ? 0 : sum / n, variance };
  if (pre_sum === undefined || pre_sum_squares === undefined || pre_post_sum_products === undefined) {
    return armFromMoments(moments);
  }
  const preVariance = varianceFromSums(n, pre_sum, pre_sum_squares);
  if (preVariance === null) return { ok: false, status: "invalid_statistics" };
  return armFromMoments({
    ...moments,
    pre_mean: n === 0 ? 0 : pre_sum / n,
    pre_variance: preVariance,
    pre_post_covariance: covarianceFromSums(n, pre_sum, sum, pre_post_sum_products),
  });
}

/** An arm from stable moments: what the warehouse should return, since sums of squares cancel. */
export function armFromMoments(moments: MeanMoments): ArmResult {
  const { n, mean, pre_mean, pre_variance, pre_post_covariance } = moments;
  const variance = checkVariance(moments.variance, mean);
  if (!(n >= 0) || !Number.isFinite(n) || variance === null)
    return { ok: false, status: "invalid_statistics" };
  if (pre_mean === undefined || pre_variance === undefined || pre_post_covariance === undefined) {
    return { ok: true, arm: { n, mean, variance } };
  }
  const preVariance = checkVariance(pre_variance, pre_mean);
  if (preVariance === null) return { ok: false, status: "invalid_statistics" };
  const pre = { mean: pre_mean, variance: preVariance };
  const covariance = checkCovariance(pre_post_covariance, pre, { mean, variance });
  if (covariance === null) return { ok: false, status: "invalid_statistics" };
  return { ok: true, arm: { n, mean, variance, pre: { ...pre, covariance } } };
}
