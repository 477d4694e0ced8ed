/** Negative variance up to this share of mean squared is rounding; beyond it the sums contradict each other. */
const NEGATIVE_LIMIT = 1e-9;
/** Positive variance below this share of the mean square is nothing but the last rounding of the sums. */
const ROUNDING = 4 * Number.EPSILON;

/**
 * Sample variance (Bessel) from sums over n units; 0 for n < 2; null when the sums contradict each other.
 * Source: (sum_squares - sum^2/n)/(n - 1), for every metric type, proportions too.
 */
export function varianceFromSums(n: number, sum: number, sumSquares: number): number | null {
  if (![n, sum, sumSquares].every(Number.isFinite) || n < 0) return null;
  if (n < 2) return 0;
  return checkVariance((sumSquares - (sum * sum) / n) / (n - 1), sum / n, ROUNDING * (sumSquares / (n - 1)));
}

/** A variance as measured: small negatives become 0, larger ones and non-numbers null. */
export function checkVariance(variance: number, mean: number, rounding = 0): number | null {
  if (!Number.isFinite(variance) || !Number.isFinite(mean)) return null;
  if (variance > rounding) return variance;
  return variance >= -NEGATIVE_LIMIT * mean * mean - rounding ? 0 : null;
}

/** Sample covariance (Bessel) from sums over n units; 0 for n < 2. */
export function covarianceFromSums(n: number, sumX: number, sumY: number, sumProducts: number): number {
  return n < 2 ? 0 : (sumProducts - (sumX * sumY) / n) / (n - 1);
}

/** One variable's mean and variance. */
export interface Spread {
  readonly mean: number;
  readonly variance: number;
}

/**
 * A covariance as measured: |cov| beyond sd x sd is cut when it is rounding; larger ones and non-numbers
 * contradict the variances: null.
 */
export function checkCovariance(covariance: number, x: Spread, y: Spread): number | null {
  const limit = Math.sqrt(x.variance) * Math.sqrt(y.variance);
  const rounding = 1e-6 * limit + NEGATIVE_LIMIT * Math.abs(x.mean * y.mean);
  if (!(Math.abs(covariance) <= limit + rounding)) return null;
  return Math.min(limit, Math.max(-limit, covariance));
}
