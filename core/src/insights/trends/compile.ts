import type { Expr, Select } from "../../sql/ast.ts";
import { alias, asc, call, constant, field, select, unionAll } from "../../sql/build.ts";
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
  readonly select: Select;
  /** Its columns: `series`, `period` (unless there is one of each), `bucket` (unless total), `breakdown`, `value`. */
  readonly columns: readonly string[];
  readonly breakdown: Breakdown | undefined;
}

/** One query for all series and periods: a UNION ALL with a branch each. */
export function compileTrends(plan: TrendsPlan, context: InsightContext): InsightResult<CompiledTrends> {
  const breakdown = breakdownOf(plan.query.breakdownFilter, plan.display, context);
  if (!breakdown.ok) return breakdown;
  const shared = queryCondition(plan.query, context);
  if (!shared.ok) return shared;
  const single = plan.periods.length * plan.query.series.length === 1;
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
      const ids = single
        ? []
        : [alias("series", constant(seriesIndex)), alias("period", constant(periodIndex))];
      branches.push(branch(plan, rows.value, breakdown.value, ids, periodIndex));
    }
  }
  const [first, ...rest] = branches;
  const columns = [
    ...(single ? [] : ["series", "period"]),
    ...(plan.mode === "total" ? [] : ["bucket"]),
    ...(breakdown.value ? ["breakdown"] : []),
    "value",
  ];
  const value = { select: unionAll(first as Select, ...rest), columns, breakdown: breakdown.value };
  return { ok: true, value };
}

function branch(
  plan: TrendsPlan,
  rows: Rows,
  breakdown: Breakdown | undefined,
  ids: readonly Expr[],
  period: number,
): Select {
  const total = plan.mode === "total";
  // Branches of a union need one type; a query of its own keeps the aggregate's.
  const asValue = (expr: Expr) => alias("value", ids.length > 0 ? call("toFloat", expr) : expr);
  const byBucket = total ? [] : [field("bucket")];
  const ordered = total || ids.length > 0 ? {} : { orderBy: [asc(field("bucket"))] };
  const where = rows.where ? { where: rows.where } : {};
  if (!breakdown) {
    return select({
      select: [
        ...ids,
        ...(total ? [] : [alias("bucket", rows.bucket)]),
        asValue(aggregateExpr(rows.aggregate)),
      ],
      from: rows.from,
      ...where,
      ...(total ? {} : { groupBy: byBucket }),
      ...ordered,
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
    groupBy: [...byBucket, field("breakdown_value")],
  });
  const wide = plan.formulas.length > 0 || period > 0;
  const limit = wide ? Math.max(WIDE_LIMIT, breakdown.limit) : breakdown.limit;
  const ranked = rankBreakdowns(grouped, breakdown, rows.aggregate, limit, total);
  return select({
    select: [...ids, ...byBucket, alias("breakdown", ranked.breakdown), asValue(ranked.value)],
    from: ranked.from,
    groupBy: [...byBucket, field("breakdown")],
    ...ordered,
  });
}
