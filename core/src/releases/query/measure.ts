import { type InsightResult, insightError } from "../../insights/error.ts";
import { type MetricPlan, metricOf } from "../../insights/experiment/metric.ts";
import { collect, type Points, type Span } from "../../insights/experiment/points.ts";
import { windowOf } from "../../insights/experiment/window.ts";
import { entityCondition } from "../../insights/nodes/condition.ts";
import type { InsightContext } from "../../insights/query-kind.ts";
import type { Expr } from "../../sql/ast.ts";
import { and, call, compare, constant, field } from "../../sql/build.ts";
import type { Guard } from "../schema.ts";

/** A guard-rail ready to be put into the query of a look. */
export type GuardPlan =
  | {
      readonly kind: "moments";
      readonly metric: MetricPlan;
      /** End of a person's time, from their first exposure. */
      readonly end: (exposedAt: Expr) => Expr;
      readonly points: readonly Points[];
    }
  | {
      readonly kind: "percentile";
      readonly percentile: number;
      readonly values: (span: Span) => Expr;
      readonly points: readonly Points[];
    };

/** @param name prefix of its columns; @param to end of the look, ms */
export function guardPlan(
  { metric }: Guard,
  name: string,
  attr: string,
  to: number,
  context: InsightContext,
): InsightResult<GuardPlan> {
  if (metric.metric_type !== "percentile") {
    const plan = metricOf(metric, attr, context, name);
    if (!plan.ok) return plan;
    const { points } = plan.value;
    return {
      ok: true,
      value: { kind: "moments", metric: plan.value, end: windowOf(metric, to, to).end, points },
    };
  }
  const { source, percentile } = metric;
  const condition = entityCondition(source, `${attr}__source`, context);
  if (!condition.ok) return condition;
  if (source.math_property === undefined)
    return insightError(
      'A percentile needs "math_property": what is measured.',
      `${attr}__source__math_property`,
      "required",
    );
  const value = call("toFloat", field("properties", source.math_property));
  const measured = and(condition.value, compare(value, "!=", constant(null)));
  const points = collect(`${name}_1`, measured, { of: call("assumeNotNull", value), blank: 0 });
  return { ok: true, value: { kind: "percentile", percentile, values: points.values, points: [points] } };
}
