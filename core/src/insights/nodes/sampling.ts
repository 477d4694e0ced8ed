import type { Expr } from "../../sql/ast.ts";
import { and, call, compare, constant, or } from "../../sql/build.ts";
import { actorField, isPresent } from "../trends/math.ts";

/** What decides whether and whom a query samples. */
export interface Sampled {
  /** Share of the actors that are looked at, 0 < factor < 1; else everyone is. */
  readonly samplingFactor?: number | undefined;
  readonly aggregation_group_type_index?: number | undefined;
}

const SHARES = 1_000_000;

/** The share of actors that is looked at: 1 = everyone. */
export const samplingFactor = ({ samplingFactor: factor }: Sampled): number =>
  factor === undefined || factor <= 0 || factor >= 1 ? 1 : factor;

/**
 * Events of the actors in the sample: persons (as merged), or groups, by a hash of theirs. The same ones in every query;
 * a smaller sample is part of a greater one. Events without a group go by their person.
 */
export function sampleCondition(query: Sampled): Expr {
  const factor = samplingFactor(query);
  if (factor === 1) return and();
  const within = (key: Expr): Expr =>
    compare(
      call("modulo", call("cityHash64", key), constant(SHARES)),
      "<",
      constant(Math.round(factor * SHARES)),
    );
  const index = query.aggregation_group_type_index;
  if (index === undefined) return within(actorField(undefined));
  const group = actorField(index);
  const present = isPresent(group) ?? and();
  return or(and(present, within(group)), and(call("not", present), within(actorField(undefined))));
}

/** A count of the sample as an estimate of the whole. */
export const scaledCount = (count: number, factor: number): number =>
  factor === 1 ? count : Math.round(count / factor);

/** A sum over the sample as an estimate of the whole. */
export const scaledSum = (sum: number, factor: number): number => (factor === 1 ? sum : sum / factor);

/** Means and percentiles of the sample are estimates of the whole's as they are. */
const STATISTICS: ReadonlySet<string> = new Set([
  "avg",
  "min",
  "max",
  "median",
  "p75",
  "p90",
  "p95",
  "p99",
  "avg_count_per_actor",
  "min_count_per_actor",
  "max_count_per_actor",
  "median_count_per_actor",
  "p75_count_per_actor",
  "p90_count_per_actor",
  "p95_count_per_actor",
  "p99_count_per_actor",
]);
const SUMS: ReadonlySet<string> = new Set(["sum", "hogql"]);

/** A series' value of the sample as an estimate of the whole: counts and sums grow, means and percentiles stay. */
export function scaledValue(value: number, math: string | undefined, factor: number): number {
  if (math !== undefined && STATISTICS.has(math)) return value;
  return math !== undefined && SUMS.has(math) ? scaledSum(value, factor) : scaledCount(value, factor);
}
