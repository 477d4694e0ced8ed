import type { Expr } from "../sql/ast.ts";
import {
  and,
  arithmetic,
  array,
  call,
  compare,
  constant,
  eq,
  field,
  instant,
  or,
  parametric,
} from "../sql/build.ts";

/** Of the people whose events come over a limit, one in so many is kept whole: the `sample_weight` of their events. */
export const SAMPLE_ONE_IN = 10;

/**
 * What of an environment is only a sample: events that came over a limit were counted exactly, and one person in so many was
 * kept (docs/billing.md).
 */
export interface SampledData {
  /** By UTC day of arrival and event: how many each kept event stands for, so that totals are what was counted. */
  readonly weights: readonly { readonly day: string; readonly event: string; readonly weight: number }[];
  readonly periods: readonly SampledPeriod[];
  readonly days: readonly SampledDay[];
  /** What was restored since, by arrival: nothing of it is missing any more. */
  readonly restored?: readonly RestoredSpan[];
}

/** Events that were stored after all: from a time (ms) to another (exclusive), of one name or ('') of all. */
export interface RestoredSpan {
  readonly from: number;
  readonly to: number;
  readonly event: string;
}

/** A time in which a product was only counted; null = it still is. ISO times. */
export interface SampledPeriod {
  readonly product: string;
  readonly started_at: string;
  readonly ended_at: string | null;
}

/** How many of a product's events of a UTC day were counted over the limit, those of the sample among them. */
export interface SampledDay {
  readonly product: string;
  readonly day: string;
  readonly events: number;
}

/**
 * How many events a row stands for: 1, or the ratio of what was counted of its event on its day to what was kept of it
 * (ratio estimator; Cochran, Sampling Techniques, 3rd ed., chapter 6: exact for the totals it is made of). Days whose ratio
 * is not known weigh as the edge noted it. Undefined: nothing of the environment is a sample.
 */
export function eventWeight(sampled: SampledData | undefined): Expr | undefined {
  if (!hasSample(sampled)) return undefined;
  const noted = field("sample_weight");
  const key = call(
    "concat",
    call("toString", call("toDate", call("toTimeZone", field("created_at"), constant("UTC")))),
    constant(" "),
    field("event"),
  );
  const keys = array(...sampled.weights.map(({ day, event }) => constant(`${day} ${event}`)));
  const values = array(...sampled.weights.map(({ weight }) => call("toFloat", constant(weight))));
  const known = call("transform", key, keys, values, call("toFloat", noted));
  return call("if", isWhole(sampled), call("toFloat", constant(1)), known);
}

/** Whether any stored event stands for others. */
export const hasSample = (sampled: SampledData | undefined): sampled is SampledData =>
  sampled !== undefined && sampled.weights.length > 0;

/** That an event is one of which nothing is missing: it came within the limit, or with what was restored. */
export function isWhole({ restored = [] }: Pick<SampledData, "restored">): Expr {
  return or(eq(field("sample_weight"), constant(1)), ...restored.map(isRestored));
}

function isRestored({ from, to, event }: RestoredSpan): Expr {
  const arrival = field("created_at");
  const inSpan = and(compare(arrival, ">=", instant(from)), compare(arrival, "<", instant(to)));
  return event === "" ? inSpan : and(inSpan, eq(field("event"), constant(event)));
}

/**
 * How many events rows stand for: a whole number for all events of a day, an estimate with decimals for a part of them.
 * Rounded to a millionth: sums of ratios miss whole numbers by less, and parts still add up.
 */
export const weightedCount = (weight: Expr): Expr => call("round", call("sum", weight), constant(6));

/** A sum over events, those of the sample as many times as they stand for. */
export const weightedSum = (value: Expr, weight: Expr): Expr => call("sum", arithmetic(value, "*", weight));

/** A mean over events that have the value. */
export const weightedMean = (value: Expr, weight: Expr): Expr =>
  arithmetic(weightedSum(value, weight), "/", call("sumIf", weight, call("isNotNull", value)));

/** A quantile over events that have the value. The engine's weights are whole numbers: hundredths. */
export const weightedQuantile = (level: number, value: Expr, weight: Expr): Expr =>
  parametric(
    "quantileExactWeighted",
    [constant(level)],
    value,
    call("toUInt64", call("round", arithmetic(weight, "*", constant(100)))),
  );
