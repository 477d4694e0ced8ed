import { requireFraction } from "../settings.ts";

/**
 * Quantile with linear interpolation: R type 7, ClickHouse `quantileExactInclusive`.
 * @param values at least one number, any order
 * @throws ExperimentSettingsError when `level` is not between 0 and 1
 */
export function quantile(values: readonly number[], level: number): number {
  requireFraction("quantile", level);
  const sorted = Float64Array.from(values).sort();
  const position = (sorted.length - 1) * level;
  const [low, high] = [sorted[Math.floor(position)]!, sorted[Math.ceil(position)]!];
  return low + (high - low) * (position - Math.floor(position));
}

export interface Winsorized {
  /** null when there are no values at all. */
  readonly cap: number | null;
  readonly arms: readonly (readonly number[])[];
  readonly cappedCount: number;
}

/** Cuts values above one cap: the pooled quantile over all arms, never per arm (that would bias the test). */
export function winsorize(arms: readonly (readonly number[])[], level: number): Winsorized {
  const pooled = arms.flat();
  if (pooled.length === 0) return { cap: null, arms, cappedCount: 0 };
  const cap = quantile(pooled, level);
  return {
    cap,
    arms: arms.map((values) => values.map((value) => Math.min(value, cap))),
    cappedCount: pooled.filter((value) => value > cap).length,
  };
}
