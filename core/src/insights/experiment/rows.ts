import type { EngineRows } from "../query-kind.ts";

/** Sufficient statistics of one variant as the engine returns them. */
export interface VariantRow {
  readonly variant: string;
  /** One value a breakdown; none without. */
  readonly breakdown: readonly string[];
  readonly units: number;
  /** In the order of `variables`. */
  readonly means: readonly number[];
  /** Sample covariances, symmetric. */
  readonly covariances: readonly (readonly number[])[];
  /** Units that reached each step. */
  readonly steps: readonly number[];
  readonly capped: number;
  readonly withoutPast: number;
}

/** Reads the rows of `compileExperiment` by the names of their columns. */
export function readRows({ columns, rows }: EngineRows): VariantRow[] {
  const names = columns.map(({ name }) => name);
  const matching = (pattern: RegExp): number[] =>
    names.flatMap((name, index) => (pattern.test(name) ? [index] : []));
  const breakdowns = matching(/^event_breakdown_\d+$/);
  const means = matching(/^mean_\d+$/);
  const steps = matching(/^step_\d+$/);
  const at = (name: string): number => names.indexOf(name);
  return rows.map((row) => {
    // No variance of a single unit: the engine says NaN, which is null in JSON.
    const number = (index: number): number => Number(row[index] ?? 0) || 0;
    const covariance = (a: number, b: number): number =>
      number(at(`covariance_${Math.min(a, b)}_${Math.max(a, b)}`));
    return {
      variant: String(row[at("variant")]),
      breakdown: breakdowns.map((index) => String(row[index])),
      units: number(at("units")),
      means: means.map(number),
      covariances: means.map((_, a) => means.map((_, b) => covariance(a, b))),
      steps: steps.map(number),
      capped: number(at("capped")),
      withoutPast: number(at("without_past")),
    };
  });
}
