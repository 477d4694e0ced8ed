import type { Expr, Select } from "../../sql/ast.ts";
import { alias, and, asc, call, constant, field, or, select, unionAll } from "../../sql/build.ts";
import { timeCondition } from "../date-range/event-time.ts";
import type { InsightResult } from "../error.ts";
import { entityCondition, entityMatch, queryCondition } from "../nodes/condition.ts";
import type { EntityNode } from "../nodes/schema.ts";
import type { InsightContext } from "../query-kind.ts";
import { type Breakdown, breakdownOf } from "./breakdown.ts";
import { canCountByValue, countsByValue } from "./count-by-value.ts";
import { type Aggregate, aggregateExpr, mathOf } from "./math.ts";
import type { TrendsPlan } from "./plan.ts";
import { noneOf, partName, rankBreakdowns } from "./rank.ts";
import type { Rows, RowsInput } from "./rows.ts";
import { bucketedRows } from "./rows-source.ts";

/** Breakdown values read when the rest is folded in after a formula or a comparison. */
const WIDE_LIMIT = 500;

/** One series in one period: a branch of the query. */
export interface TrendsPart {
  readonly series: number;
  readonly period: number;
  /** True when «other» is not among the rows: the rest must be asked for with {@link compileRest}. */
  readonly restMissing: boolean;
  readonly input: RowsInput;
}

export interface CompiledTrends {
  readonly select: Select;
  /** Its columns: `series`, `period` (unless there is one of each), `bucket` (unless total), `breakdown`, `value`. */
  readonly columns: readonly string[];
  readonly breakdown: Breakdown | undefined;
  readonly parts: readonly TrendsPart[];
}

/** One query for all series and periods: a UNION ALL with a branch each. */
export function compileTrends(plan: TrendsPlan, context: InsightContext): InsightResult<CompiledTrends> {
  const filters = queryCondition(plan.query, context);
  if (!filters.ok) return filters;
  const binned = currentEvents(plan, filters.value, context);
  if (!binned.ok) return binned;
  const support = { cohorts: true, binnedEvents: binned.value };
  const breakdown = breakdownOf(plan.query.breakdownFilter, plan.display, context, support);
  if (!breakdown.ok) return breakdown;
  const single = plan.periods.length * plan.query.series.length === 1;
  const parts: TrendsPart[] = [];
  const branches: Select[] = [];
  for (const period of plan.periods.keys()) {
    for (const [series, node] of plan.query.series.entries()) {
      const input = rowsInput(plan, period, series, node, filters.value, breakdown.value, context);
      if (!input.ok) return input;
      const rows = bucketedRows(input.value);
      const limit = limitOf(plan, period, breakdown.value);
      const aggregate = mergeable(plan, rows.aggregate);
      const restMissing = breakdown.value !== undefined && aggregate.merge === "again";
      parts.push({ series, period, restMissing, input: input.value });
      const ids = single ? [] : idsOf(series, period);
      branches.push(branch(input.value, { ...rows, aggregate }, breakdown.value, ids, limit));
    }
  }
  const [first, ...rest] = branches;
  const columns = columnsOf(plan, !single, breakdown.value !== undefined);
  const value = { select: unionAll(first as Select, ...rest), columns, breakdown: breakdown.value, parts };
  return { ok: true, value };
}

/**
 * A query for the «other» of some parts: the same values over events with none of the breakdown values kept. Columns:
 * `rest` (position), `bucket` unless total, `value`.
 */
export function compileRest(
  breakdown: Breakdown,
  rests: readonly { readonly part: TrendsPart; readonly kept: readonly (readonly string[])[] }[],
): Select {
  const branches: Select[] = [];
  for (const [index, { part, kept }] of rests.entries()) {
    const filters = and(part.input.filters, noneOf(breakdown, kept));
    const rows = bucketedRows({ ...part.input, filters, breakdown: undefined });
    branches.push(branch(part.input, rows, undefined, [alias("rest", constant(index))], 0));
  }
  const [first, ...others] = branches;
  return unionAll(first as Select, ...others);
}

/** Events of any series in the current period: what bins of a histogram are laid over. */
function currentEvents(plan: TrendsPlan, filters: Expr, context: InsightContext): InsightResult<Expr> {
  const events: Expr[] = [];
  for (const [series, node] of plan.query.series.entries()) {
    const condition = entityCondition(node, `query__series__${series}`, context);
    if (!condition.ok) return condition;
    events.push(condition.value);
  }
  const { countFrom, range } = plan.periods[0];
  return { ok: true, value: and(or(...events), timeCondition(countFrom, range.to), filters) };
}

/** Formulas and comparisons fold more than the engine does, and buckets without events mustn't be a minimum then. */
function mergeable(plan: TrendsPlan, aggregate: Aggregate): Aggregate {
  const foldsLater = plan.formulas.length > 0 || plan.periods.length > 1;
  return foldsLater && aggregate.merge !== "sum" ? { ...aggregate, merge: "again" } : aggregate;
}

const idsOf = (series: number, period: number): readonly Expr[] => [
  alias("series", constant(series)),
  alias("period", constant(period)),
];

const columnsOf = (plan: TrendsPlan, ids: boolean, breakdown: boolean): string[] => [
  ...(ids ? ["series", "period"] : []),
  ...(plan.mode === "total" ? [] : ["bucket"]),
  ...(breakdown ? ["breakdown"] : []),
  "value",
];

function limitOf(plan: TrendsPlan, period: number, breakdown: Breakdown | undefined): number {
  const limit = breakdown?.limit ?? 0;
  return plan.formulas.length > 0 || period > 0 ? Math.max(WIDE_LIMIT, limit) : limit;
}

function rowsInput(
  plan: TrendsPlan,
  period: number,
  series: number,
  node: EntityNode,
  filters: Expr,
  breakdown: Breakdown | undefined,
  context: InsightContext,
): InsightResult<RowsInput> {
  const attr = `query__series__${series}`;
  const events = entityCondition(node, attr, context);
  if (!events.ok) return events;
  const match = entityMatch(node, attr, context);
  if (!match.ok) return match;
  const math = mathOf(node, plan.query.aggregation_group_type_index, attr, context);
  if (!math.ok) return math;
  const asked = plan.periods[period] as RowsInput["period"];
  const shared = { plan, period: asked, node, match: match.value, attr, math: math.value, filters };
  return { ok: true, value: { ...shared, events: events.value, breakdown: breakdown?.dimensions } };
}

function branch(
  input: RowsInput,
  rows: Rows,
  breakdown: Breakdown | undefined,
  ids: readonly Expr[],
  limit: number,
): Select {
  const total = input.plan.mode === "total";
  // Branches of a union need one type; a query of its own keeps the aggregate's.
  const asValue = (expr: Expr) => alias("value", ids.length > 0 ? call("toFloat", expr) : expr);
  const byBucket = total ? [] : [field("bucket")];
  const bucket = total ? [] : [alias("bucket", rows.bucket)];
  const ordered = total || ids.length > 0 ? {} : { orderBy: [asc(field("bucket"))] };
  const source = { from: rows.from, ...(rows.where ? { where: rows.where } : {}) };
  const aggregate = aggregateExpr(rows.aggregate);
  if (!breakdown) {
    const grouping = total ? {} : { groupBy: byBucket };
    return select({ select: [...ids, ...bucket, asValue(aggregate)], ...source, ...grouping, ...ordered });
  }
  const parts = (rows.breakdown ?? []).map((expr, index) => alias(partName(index), expr));
  const ranked = canCountByValue(input, rows)
    ? countsByValue(input, rows, parts, breakdown, limit)
    : rankBreakdowns(
        select({
          select: [...bucket, ...parts, alias("group_value", aggregate)],
          ...source,
          groupBy: [...byBucket, ...parts.map((part) => field(part.alias))],
        }),
        breakdown,
        rows.aggregate,
        limit,
        total,
      );
  const rankedBucket = total ? [] : [alias("bucket", ranked.bucket)];
  return select({
    select: [...ids, ...rankedBucket, alias("breakdown", ranked.breakdown), asValue(ranked.value)],
    from: ranked.from,
    ...(ranked.grouped ? { groupBy: [...byBucket, field("breakdown")] } : {}),
    ...ordered,
  });
}
