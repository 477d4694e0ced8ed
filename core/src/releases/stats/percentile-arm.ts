import type { ArmResult } from "../../experiments/arms/types.ts";

/** One side's measurements: quantiles around the wanted one, and how many of each person's lie at or below it. */
export interface PercentileSample {
  /** People with a measurement. */
  readonly n: number;
  /** Levels in rising order, with their quantiles. */
  readonly levels: readonly number[];
  readonly quantiles: readonly number[];
  /** Means and covariance of [measurements at or below, measurements] over those people. */
  readonly means: readonly [number, number];
  readonly below: number;
  readonly total: number;
  readonly product: number;
}

/** The density is read off at least this far to both sides, in levels. */
const BANDWIDTH = 0.05;

/** Levels that {@link percentileArm} reads: the wanted one in the middle. */
export function levelsAround(wanted: number): number[] {
  const reach = Math.min(wanted, 1 - wanted, 0.2);
  return [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1].map((step) => wanted + step * reach * 0.95);
}

/**
 * A percentile as an arm with the variance one person contributes. People are the independent units, so the share of
 * measurements below is a ratio over people (delta method); the density turns it into the measurement's own unit.
 * Source: Bahadur's representation; clustered as in Deng, Knoblich, Lu 2018.
 */
export function percentileArm(sample: PercentileSample): ArmResult {
  const { n, levels, quantiles, means, below, total, product } = sample;
  if (n === 0) return { ok: true, arm: { n: 0, mean: 0, variance: 0 } };
  const numbers = [n, ...quantiles, ...means, below, total, product];
  if (!numbers.every(Number.isFinite) || means[1] <= 0) return { ok: false, status: "invalid_statistics" };
  const middle = (levels.length - 1) / 2;
  const share = means[0] / means[1];
  const spread = Math.max(0, below - 2 * share * product + share * share * total) / means[1] ** 2;
  const reach = Math.max(BANDWIDTH, Math.sqrt(spread / n));
  const wanted = levels[middle]!;
  const [low, high] = [
    quantileAt(levels, quantiles, wanted - reach),
    quantileAt(levels, quantiles, wanted + reach),
  ];
  const slope = (high.value - low.value) / (high.level - low.level);
  return { ok: true, arm: { n, mean: quantiles[middle]!, variance: spread * slope * slope } };
}

/** The quantile at a level by linear interpolation, at the nearest known level outside of them. */
function quantileAt(levels: readonly number[], quantiles: readonly number[], level: number) {
  const inside = Math.min(levels.at(-1)!, Math.max(levels[0]!, level));
  const next = Math.max(
    1,
    levels.findIndex((known) => known >= inside),
  );
  const [a, b] = [levels[next - 1]!, levels[next]!];
  const part = (inside - a) / (b - a);
  return { level: inside, value: quantiles[next - 1]! + part * (quantiles[next]! - quantiles[next - 1]!) };
}
