import type { Expr } from "../../sql/ast.ts";
import { alias, and, call, compare, field, lambda, tuple } from "../../sql/build.ts";
import { nth } from "../funnel/array-expr.ts";

/** Part of a unit's time: `from` ≤ t < `to`, ms. */
export interface Span {
  readonly from: Expr;
  readonly to: Expr;
}

/** The events of a unit that a metric looks at, each with its time and one value. */
export interface Points {
  readonly condition: Expr;
  /** The aggregate of a unit's events, under the name that the others read. */
  readonly collected: Expr;
  /** Those within a span, in no order. */
  readonly within: (span: Span) => Expr;
}

export const MILLISECONDS: Expr = call("toUnixTimestamp64Milli", field("timestamp"));

/** Collects `value` of the events that meet `condition` as pairs of time and value. */
export function collect(name: string, condition: Expr, value: Expr): Points {
  const point = field("point");
  return {
    condition,
    collected: alias(name, call("groupArrayIf", tuple(MILLISECONDS, value), condition)),
    within: ({ from, to }) =>
      call(
        "arrayFilter",
        lambda(["point"], and(compare(nth(point, 1), ">=", from), compare(nth(point, 1), "<", to))),
        field(name),
      ),
  };
}

/** Values of points. */
export const valuesOf = (points: Expr): Expr =>
  call("arrayMap", lambda(["point"], nth(field("point"), 2)), points);
