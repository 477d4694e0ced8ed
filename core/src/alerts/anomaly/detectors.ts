import erfc from "@stdlib/math-base-special-erfc";
import { quantile } from "../../experiments/arms/winsorize.ts";

/** How far a value is from its history: a probability from 0 (usual) to 1 (never seen). */
export type Scorer = (value: number, history: readonly number[]) => number;

/** Probability that a normal variable lies within |z| standard deviations. */
const within = (z: number): number => (Number.isFinite(z) ? 1 - erfc(Math.abs(z) / Math.SQRT2) : 1);

/** A distance in units of a spread; without any spread every other value is infinitely far. */
const inUnits = (distance: number, spread: number): number =>
  distance === 0 ? 0 : spread === 0 ? Number.POSITIVE_INFINITY : distance / spread;

/** Distance from the mean in standard deviations (n − 1). */
export const zscore: Scorer = (value, history) => {
  const mean = meanOf(history);
  const variance = history.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (history.length - 1);
  return within(inUnits(value - mean, Math.sqrt(variance)));
};

/**
 * Modified z-score: 0.6745 (x − median) / MAD; where more than half of the history is equal, the mean absolute
 * deviation stands in (divided by 1.2533). Outliers in the history move it little.
 * Iglewicz, Hoaglin: How to Detect and Handle Outliers (ASQC, 1993); they call 3.5 an outlier (0.9995 here).
 */
export const mad: Scorer = (value, history) => {
  const median = medianOf(history);
  const deviations = history.map((x) => Math.abs(x - median));
  const spread = medianOf(deviations) / 0.6745 || meanOf(deviations) * 1.253314;
  return within(inUnits(value - median, spread));
};

/** Outside of Tukey's fences, `multiplier` interquartile ranges beyond the quartiles: 1; inside: 0. Tukey: EDA (1977). */
export const iqr =
  (multiplier: number): Scorer =>
  (value, history) => {
    const [q1, q3] = [quantile(history, 0.25), quantile(history, 0.75)];
    const reach = multiplier * (q3 - q1);
    return value < q1 - reach || value > q3 + reach ? 1 : 0;
  };

/**
 * How few values of the history lie as far out on the rarer side: 1 − 2 · min(share at most x, share at least x), with
 * the value itself counted. In one dimension COPOD is the same.
 * Li et al.: ECOD: Unsupervised Outlier Detection Using Empirical Cumulative Distribution Functions (TKDE, 2022).
 */
export const ecod: Scorer = (value, history) => {
  const all = history.length + 1;
  const below = history.filter((x) => x <= value).length + 1;
  const above = history.filter((x) => x >= value).length + 1;
  return Math.max(0, 1 - 2 * Math.min(below / all, above / all));
};

const meanOf = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

const medianOf = (values: readonly number[]): number => quantile(values, 0.5);
