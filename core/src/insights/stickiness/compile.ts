import type { Expr, Select } from "../../sql/ast.ts";
import { alias, and, asc, call, compare, constant, field, select, unionAll } from "../../sql/build.ts";
import { bucketIndex } from "../date-range/bucket-index.ts";
import { finestColumn } from "../date-range/buckets.ts";
import { timeCondition } from "../date-range/event-time.ts";
import { calendarOf, type Period, periodsOf } from "../date-range/period.ts";
import { type InsightResult, insightError } from "../error.ts";
import { type Actor, actorOf } from "../nodes/actor.ts";
import { bucketSet } from "../nodes/bucket-set.ts";
import { entityCondition, queryCondition } from "../nodes/condition.ts";
import type { EntityNode } from "../nodes/schema.ts";
import type { InsightContext } from "../query-kind.ts";
import type { StickinessQuery } from "./schema.ts";

/** One series in one period: a branch of the query. */
export interface StickinessPart {
  readonly series: number;
  readonly period: number;
  /** Most intervals that an actor can be active in. */
  readonly bins: number;
}

export interface CompiledStickiness {
  /** Columns `series`, `period`, `intervals` (1…bins), `actors`. */
  readonly select: Select;
  readonly parts: readonly StickinessPart[];
  readonly periods: readonly Period[];
}

const OPERATORS = { gte: ">=", lte: "<=", exact: "==" } as const;
const PERSON_MATHS: ReadonlySet<string> = new Set(["total", "dau"]);

/** One query: how many actors were active in how many intervals, a branch each series and period. */
export function compileStickiness(
  query: StickinessQuery,
  context: InsightContext,
): InsightResult<CompiledStickiness> {
  const periods = periodsOf(query, query.interval ?? "day", context);
  if (!periods.ok) return periods;
  const filters = queryCondition(query, context);
  if (!filters.ok) return filters;
  const parts: StickinessPart[] = [];
  const branches: Select[] = [];
  for (const [series, node] of query.series.entries()) {
    const attr = `query__series__${series}`;
    const events = entityCondition(node, attr, context);
    if (!events.ok) return events;
    const actor = countedActor(node, query, attr);
    if (!actor.ok) return actor;
    for (const [index, period] of periods.value.entries()) {
      const bins = Math.ceil(period.buckets.starts.length / (query.intervalCount ?? 1));
      parts.push({ series, period: index, bins });
      const where = and(
        events.value,
        timeCondition(period.countFrom, period.range.to),
        filters.value,
        actor.value.present,
      );
      branches.push(branch({ query, period, bins, actor: actor.value, where, series, index, context }));
    }
  }
  const [first, ...rest] = branches;
  return {
    ok: true,
    value: { select: unionAll(first as Select, ...rest), parts, periods: periods.value },
  };
}

function countedActor(node: EntityNode, query: StickinessQuery, attr: string): InsightResult<Actor> {
  const { math = "total", math_group_type_index: group } = node;
  if (PERSON_MATHS.has(math)) return { ok: true, value: actorOf(query.aggregation_group_type_index) };
  if (math !== "unique_group") {
    return insightError(
      `Stickiness counts persons or groups, math "${math}" does not apply: leave it out.`,
      `${attr}__math`,
      "invalid_choice",
    );
  }
  if (group !== undefined) return { ok: true, value: actorOf(group) };
  return insightError(
    'Math "unique_group" needs "math_group_type_index".',
    `${attr}__math_group_type_index`,
    "required",
  );
}

interface BranchInput {
  readonly query: StickinessQuery;
  readonly period: Period;
  readonly bins: number;
  readonly actor: Actor;
  readonly where: Expr;
  readonly series: number;
  readonly index: number;
  readonly context: InsightContext;
}

function branch({ query, period, bins, actor, where, series, index, context }: BranchInput): Select {
  const first = period.buckets.starts[0] ?? period.countFrom;
  const time = field(finestColumn(period.buckets));
  const each = bucketIndex(time, first, query.interval ?? "day", calendarOf(context));
  const grouped = query.intervalCount ?? 1;
  const bucket = grouped === 1 ? each : call("intDiv", each, constant(grouped));
  const { stickinessCriteria: criteria } = query.stickinessFilter ?? {};
  const activity = criteria
    ? select({
        select: [alias("actor", actor.key), alias("bucket", bucket)],
        from: "events",
        where,
        groupBy: [field("actor"), field("bucket")],
        having: compare(call("count"), OPERATORS[criteria.operator], constant(criteria.value)),
      })
    : undefined;
  const buckets = bucketSet(activity ? field("bucket") : bucket, bins);
  const actors = select({
    select: [alias("actor", activity ? field("actor") : actor.key), alias("active", buckets.aggregate)],
    from: activity ?? "events",
    ...(activity ? {} : { where }),
    groupBy: [field("actor")],
  });
  return select({
    select: [
      alias("series", constant(series)),
      alias("period", constant(index)),
      alias("intervals", call("toInt64", buckets.size(field("active")))),
      alias("actors", call("count")),
    ],
    from: actors,
    groupBy: [field("intervals")],
    orderBy: [asc(field("intervals"))],
  });
}
