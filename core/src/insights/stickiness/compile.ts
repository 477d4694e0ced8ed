import type { Alias, Expr, Select } from "../../sql/ast.ts";
import { alias, and, asc, call, compare, constant, field, select, unionAll } from "../../sql/build.ts";
import { type CountedActor, countedActor } from "../actors-query/source.ts";
import { bucketIndex } from "../date-range/bucket-index.ts";
import { finestColumn } from "../date-range/buckets.ts";
import { timeCondition } from "../date-range/event-time.ts";
import { calendarOf, type Period, periodsOf } from "../date-range/period.ts";
import { type InsightResult, insightError } from "../error.ts";
import { bucketSet } from "../nodes/bucket-set.ts";
import { entityCondition, queryCondition } from "../nodes/condition.ts";
import type { EntityNode } from "../nodes/schema.ts";
import { countPeople, peopleRows, withinLimit } from "../people.ts";
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

/** Who was active in how many intervals, of one series in one period. */
interface ActiveActors extends StickinessPart {
  readonly actor: CountedActor;
  /** One row an actor: `actor_id`, what comes along, and what {@link intervals} is computed from. */
  readonly select: Select;
  /** Column `intervals`: in how many it was active. */
  readonly intervals: Alias;
}

/** The actors of each series and period; `named` when it is asked who they are. */
export function activeActors(
  query: StickinessQuery,
  context: InsightContext,
  named = true,
): InsightResult<{ readonly actors: readonly ActiveActors[]; readonly periods: readonly Period[] }> {
  const periods = periodsOf(query, query.interval ?? "day", context);
  if (!periods.ok) return periods;
  const filters = queryCondition(query, context);
  if (!filters.ok) return filters;
  const actors: ActiveActors[] = [];
  for (const [series, node] of query.series.entries()) {
    const attr = `query__series__${series}`;
    const events = entityCondition(node, attr, context);
    if (!events.ok) return events;
    const actor = actorOfSeries(node, query, attr, named, context);
    if (!actor.ok) return actor;
    for (const [index, period] of periods.value.entries()) {
      const bins = Math.ceil(period.buckets.starts.length / (query.intervalCount ?? 1));
      const where = and(
        events.value,
        timeCondition(period.countFrom, period.range.to),
        filters.value,
        actor.value.present,
      );
      const active = activity({ query, period, bins, actor: actor.value, where, context });
      actors.push({ series, period: index, bins, actor: actor.value, ...active });
    }
  }
  return { ok: true, value: { actors, periods: periods.value } };
}

/** One query: how many actors were active in how many intervals, a branch each series and period. */
export function compileStickiness(
  query: StickinessQuery,
  context: InsightContext,
): InsightResult<CompiledStickiness> {
  const active = activeActors(query, context, false);
  if (!active.ok) return active;
  const limited = withinLimit(context, query.aggregation_group_type_index);
  const within = limited && activeActors(query, limited, false);
  if (within?.ok === false) return within;
  const { actors: parts, periods } = active.value;
  const branches = parts.map(({ series, period, select: all, intervals }, index) => {
    const isPerson = PERSON_MATHS.has(query.series[series]?.math ?? "total");
    const rows = peopleRows(all, isPerson ? within?.value.actors[index]?.select : undefined);
    return select({
      select: [
        alias("series", constant(series)),
        alias("period", constant(period)),
        intervals,
        alias("actors", countPeople(rows)),
      ],
      from: rows.from,
      groupBy: [field("intervals")],
      orderBy: [asc(field("intervals"))],
    });
  });
  const [first, ...rest] = branches;
  return { ok: true, value: { select: unionAll(first as Select, ...rest), parts, periods } };
}

function actorOfSeries(
  node: EntityNode,
  query: StickinessQuery,
  attr: string,
  named: boolean,
  context: InsightContext,
): InsightResult<CountedActor> {
  const { math = "total", math_group_type_index: group } = node;
  if (PERSON_MATHS.has(math))
    return { ok: true, value: countedActor(query.aggregation_group_type_index, named) };
  if (math === "hogql") return valueOfSeries(node.math_hogql, `${attr}__math_hogql`, named, context);
  if (math !== "unique_group") {
    return insightError(
      `Stickiness counts persons, groups or values, math "${math}" does not apply: leave it out.`,
      `${attr}__math`,
      "invalid_choice",
    );
  }
  if (group !== undefined) return { ok: true, value: countedActor(group, named) };
  return insightError(
    'Math "unique_group" needs "math_group_type_index".',
    `${attr}__math_group_type_index`,
    "required",
  );
}

/** Values of an expression in place of actors; events without one don't count. */
function valueOfSeries(
  text: string | undefined,
  attr: string,
  named: boolean,
  context: InsightContext,
): InsightResult<CountedActor> {
  if (named)
    return insightError(
      "Values of an expression are no persons or groups: nobody can be listed.",
      attr,
      "not_available",
    );
  if (!text?.trim()) return insightError('Math "hogql" needs "math_hogql".', attr, "required");
  const parsed = context.parser.parseExpr(text);
  if (!parsed.ok) return insightError(parsed.error.message, attr);
  const key = call("ifNull", call("toString", parsed.value), constant(""));
  const present = compare(key, "!=", constant(""));
  return {
    ok: true,
    value: { key, present, group: undefined, identity: [alias("actor_id", key)], along: [] },
  };
}

interface ActivityInput {
  readonly query: StickinessQuery;
  readonly period: Period;
  readonly bins: number;
  readonly actor: CountedActor;
  readonly where: Expr;
  readonly context: InsightContext;
}

function activity({ query, period, bins, actor, where, context }: ActivityInput) {
  const first = period.buckets.starts[0] ?? period.countFrom;
  const time = field(finestColumn(period.buckets));
  const each = bucketIndex(time, first, query.interval ?? "day", calendarOf(context));
  const grouped = query.intervalCount ?? 1;
  const bucket = grouped === 1 ? each : call("intDiv", each, constant(grouped));
  const { stickinessCriteria: criteria } = query.stickinessFilter ?? {};
  const often = criteria
    ? select({
        select: [...actor.identity, alias("bucket", bucket)],
        from: "events",
        where,
        groupBy: [field("actor_id"), field("bucket")],
        having: compare(call("count"), OPERATORS[criteria.operator], constant(criteria.value)),
      })
    : undefined;
  const buckets = bucketSet(often ? field("bucket") : bucket, bins);
  const identity = often
    ? [field("actor_id"), ...actor.along.map(({ alias: name }) => alias(name, call("any", field(name))))]
    : actor.identity;
  return {
    select: select({
      select: [...identity, alias("active", buckets.aggregate)],
      from: often ?? "events",
      ...(often ? {} : { where }),
      groupBy: [field("actor_id")],
    }),
    intervals: alias("intervals", call("toInt64", buckets.size(field("active")))),
  };
}
