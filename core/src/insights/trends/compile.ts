import type { Expr, Select } from "../../sql/ast.ts";
import { alias, call, constant, field, select, unionAll } from "../../sql/build.ts";
import type { InsightResult } from "../error.ts";
import { entityCondition, queryCondition } from "../nodes/condition.ts";
import type { InsightContext } from "../query-kind.ts";
import { type Breakdown, breakdownOf, rankBreakdowns } from "./breakdown.ts";
import { aggregateExpr, mathOf } from "./math.ts";
import type { TrendsPlan } from "./plan.ts";
import type { Rows } from "./rows.ts";
import { bucketedRows } from "./rows-source.ts";

/** Breakdown values read when the rest is folded in after a formula or a comparison. */
const WIDE_LIMIT = 500;

export interface CompiledTrends {
  /** Columns: `series`, `period`, `bucket` (unless total), `breakdown` (if any), `value`. */
  readonly select: Select;
  readonly breakdown: Breakdown | undefined;
}

/** One query for all series and periods: a UNION ALL with a branch each. */
export function compileTrends(plan: TrendsPlan, context: InsightContext): InsightResult<CompiledTrends> {
  const breakdown = breakdownOf(plan.query.breakdownFilter, plan.display, context);
  if (!breakdown.ok) return breakdown;
  const shared = queryCondition(plan.query, context);
  if (!shared.ok) return shared;
  const branches: Select[] = [];
  for (const [periodIndex, period] of plan.periods.entries()) {
    for (const [seriesIndex, node] of plan.query.series.entries()) {
      const attr = `query__series__${seriesIndex}`;
      const events = entityCondition(node, attr, context);
      if (!events.ok) return events;
      const math = mathOf(node, plan.query.aggregation_group_type_index, attr, context);
      if (!math.ok) return math;
      const rows = bucketedRows({
        plan,
        period,
        node,
        attr,
        math: math.value,
        breakdown: breakdown.value?.values,
        events: events.value,
        filters: shared.value,
      });
      if (!rows.ok) return rows;
      branches.push(branch(plan, rows.value, breakdown.value, seriesIndex, periodIndex));
    }
  }
  const [first, ...rest] = branches;
  return { ok: true, value: { select: unionAll(first as Select, ...rest), breakdown: breakdown.value } };
}

function branch(
  plan: TrendsPlan,
  rows: Rows,
  breakdown: Breakdown | undefined,
  series: number,
  period: number,
): Select {
  const total = plan.mode === "total";
  const ids = [alias("series", constant(series)), alias("period", constant(period))];
  const where = rows.where ? { where: rows.where } : {};
  if (!breakdown) {
    return select({
      select: [
        ...ids,
        ...(total ? [] : [alias("bucket", rows.bucket)]),
        alias("value", call("toFloat", aggregateExpr(rows.aggregate))),
      ],
      from: rows.from,
      ...where,
      ...(total ? {} : { groupBy: [field("bucket")] }),
    });
  }
  const grouped = select({
    select: [
      ...(total ? [] : [alias("bucket", rows.bucket)]),
      alias("breakdown_value", rows.breakdown as Expr),
      alias("partial", aggregateExpr(rows.aggregate, rows.aggregate.merge === "state" ? "State" : "")),
    ],
    from: rows.from,
    ...where,
    groupBy: [...(total ? [] : [field("bucket")]), field("breakdown_value")],
  });
  const wide = plan.formulas.length > 0 || period > 0;
  const limit = wide ? Math.max(WIDE_LIMIT, breakdown.limit) : breakdown.limit;
  const ranked = rankBreakdowns(grouped, breakdown, rows.aggregate, limit, total);
  return select({
    select: [
      ...ids,
      ...(total ? [] : [field("bucket")]),
      alias("breakdown", ranked.breakdown),
      alias("value", call("toFloat", ranked.value)),
    ],
    from: ranked.from,
    groupBy: [...(total ? [] : [field("bucket")]), field("breakdown")],
  });
}
