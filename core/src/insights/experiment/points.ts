import type { Expr } from "../../sql/ast.ts";
import { alias, and, call, compare, field, lambda } from "../../sql/build.ts";
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
  /** The aggregates of a unit's events. */
  readonly collected: readonly Expr[];
  /** How many are within a span. */
  readonly count: (span: Span) => Expr;
  /** Values of those within a span, in no order. */
  readonly values: (span: Span) => Expr;
  /** Those within a span as pairs of time and value, the earliest first. */
  readonly sorted: (span: Span) => Expr;
}

export const MILLISECONDS: Expr = call("toUnixTimestamp64Milli", field("timestamp"));

/** Collects the events that meet `condition`; without a value they can only be counted. */
export function collect(name: string, condition: Expr, value?: Expr): Points {
  const times = field(`${name}_at`);
  const values = field(`${name}_value`);
  const inside = ({ from, to }: Span): Expr =>
    and(compare(param("at"), ">=", from), compare(param("at"), "<", to));
  const kept = (span: Span): Expr =>
    call("arrayFilter", lambda(["point", "at"], inside(span)), values, times);
  return {
    condition,
    collected: [
      alias(`${name}_at`, call("groupArrayIf", MILLISECONDS, condition)),
      ...(value ? [alias(`${name}_value`, call("groupArrayIf", value, condition))] : []),
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
