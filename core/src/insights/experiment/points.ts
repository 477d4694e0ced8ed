import type { Expr } from "../../sql/ast.ts";
import { alias, and, call, compare, constant, field, lambda } from "../../sql/build.ts";
import { param } from "../funnel/array-expr.ts";

/** Part of a unit's time: `from` ≤ t < `to`, ms. */
export interface Span {
  readonly from: Expr;
  readonly to: Expr;
}

/**
 * The events of a unit that a metric looks at: a list of times, and a list of values in the same order. Two lists of
 * numbers are several times faster to collect than one of pairs.
 */
export interface Points {
  readonly condition: Expr;
  /** What a row of one of its events carries, and of the same name and type what every other row carries. */
  readonly carried: readonly Expr[];
  readonly blank: readonly Expr[];
  /** The aggregates of a unit's rows, which have their time (ms) in `at`. */
  readonly collected: readonly Expr[];
  /** How many are within a span. */
  readonly count: (span: Span) => Expr;
  /** Values of those within a span, in no order. */
  readonly values: (span: Span) => Expr;
  /** Those within a span as pairs of time and value, the earliest first. */
  readonly sorted: (span: Span) => Expr;
}

/** A condition as a column: 1 or 0, never null. */
export const flag = (condition: Expr): Expr => call("if", condition, constant(1), constant(0));

export const MILLISECONDS: Expr = call("toUnixTimestamp64Milli", field("timestamp"));

/** What is collected of an event, and a constant of that type. */
export interface PointValue {
  readonly of: Expr;
  readonly blank: 0 | "";
}

/** Collects the events that meet `condition`; without a value they can only be counted. */
export function collect(name: string, condition: Expr, value?: PointValue): Points {
  const is = `is_${name}`;
  const row = `${name}_row`;
  const times = field(`${name}_at`);
  const values = field(`${name}_value`);
  const inside = ({ from, to }: Span): Expr =>
    and(compare(param("at"), ">=", from), compare(param("at"), "<", to));
  const kept = (span: Span): Expr =>
    call("arrayFilter", lambda(["point", "at"], inside(span)), values, times);
  return {
    condition,
    carried: [alias(is, flag(condition)), ...(value ? [alias(row, value.of)] : [])],
    blank: [alias(is, flag(constant(false))), ...(value ? [alias(row, constant(value.blank))] : [])],
    collected: [
      alias(`${name}_at`, call("groupArrayIf", field("at"), field(is))),
      ...(value ? [alias(`${name}_value`, call("groupArrayIf", field(row), field(is)))] : []),
    ],
    count: (span) => call("arrayCount", lambda(["at"], inside(span)), times),
    values: kept,
    sorted: (span) =>
      call(
        "arraySort",
        call("arrayZip", call("arrayFilter", lambda(["at"], inside(span)), times), kept(span)),
      ),
  };
}
