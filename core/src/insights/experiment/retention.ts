import type { Expr } from "../../sql/ast.ts";
import { and, arithmetic, call, compare, constant, field, lambda } from "../../sql/build.ts";
import { type InsightResult, insightError } from "../error.ts";
import { nth, param } from "../funnel/array-expr.ts";
import { entityCondition } from "../nodes/condition.ts";
import type { InsightContext } from "../query-kind.ts";
import type { MetricPlan } from "./metric.ts";
import { collect, type Span } from "./points.ts";
import type { RetentionMetric } from "./schema.ts";

/**
 * Of the units that did the start event after exposure, the share that did the completion event `start` to `end`
 * calendar units later. A ratio of two 0/1 values, so that all exposed units stay in the analysis.
 */
export function retentionMetric(
  metric: RetentionMetric,
  attr: string,
  context: InsightContext,
  name: string,
): InsightResult<MetricPlan> {
  const { retention_window_start: first, retention_window_end: last, retention_window_unit: unit } = metric;
  if (last < first) {
    return insightError(
      `The window ends (${last}) before it starts (${first}).`,
      `${attr}__retention_window_end`,
    );
  }
  const started = entityCondition(metric.start_event, `${attr}__start_event`, context);
  if (!started.ok) return started;
  const completed = entityCondition(metric.completion_event, `${attr}__completion_event`, context);
  if (!completed.ok) return completed;
  // Whole days, weeks, …: «day 7» is all of that day in the project's time zone.
  const number = call(
    "dateDiff",
    constant(unit),
    call("toDateTime", constant("1970-01-01 00:00:00")),
    field("timestamp"),
  );
  const starts = collect(`${name}_1`, started.value, { of: number, blank: 0 });
  const returns = collect(`${name}_2`, completed.value, { of: number, blank: 0 });
  const pick = metric.start_handling === "last_seen" ? -1 : 1;
  const values = (span: Span): readonly Expr[] => {
    const own = starts.sorted(span);
    const start = nth(call("arrayElement", own, constant(pick)), 2);
    const at = nth(call("arrayElement", own, constant(pick)), 1);
    const later = call(
      "arrayExists",
      lambda(
        ["back", "back_at"],
        and(
          compare(param("back_at"), ">", at),
          compare(param("back"), ">=", arithmetic(start, "+", constant(first))),
          compare(param("back"), "<=", arithmetic(start, "+", constant(last))),
        ),
      ),
      field(`${name}_2_value`),
      field(`${name}_2_at`),
    );
    const has = call("notEmpty", own);
    return [
      call("if", and(compare(has, "==", constant(1)), later), constant(1), constant(0)),
      call("if", has, constant(1), constant(0)),
    ];
  };
  return {
    ok: true,
    value: {
      type: "ratio",
      ratio: true,
      points: [starts, returns],
      values,
      outliers: [undefined, undefined],
      steps: 0,
      hasPast: false,
    },
  };
}
