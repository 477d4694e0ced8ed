import type { Alias, Expr, Select } from "../../sql/ast.ts";
import {
  alias,
  and,
  arithmetic,
  asc,
  between,
  call,
  compare,
  constant,
  eq,
  field,
  lambda,
  not,
  select,
} from "../../sql/build.ts";
import { bucketIndex } from "../date-range/bucket-index.ts";
import { type Buckets, finestColumn } from "../date-range/buckets.ts";
import { add, startOf } from "../date-range/calendar.ts";
import { timeCondition } from "../date-range/event-time.ts";
import { calendarOf, type Period, periodsOf } from "../date-range/period.ts";
import type { InsightResult } from "../error.ts";
import { profiledActorOf } from "../nodes/actor.ts";
import { bucketSet } from "../nodes/bucket-set.ts";
import { entityCondition, queryCondition } from "../nodes/condition.ts";
import type { EntityNode } from "../nodes/schema.ts";
import { countPeople, type PeopleRows, peopleRows, withinLimit } from "../people.ts";
import type { InsightContext } from "../query-kind.ts";
import type { LifecycleQuery } from "./schema.ts";

/** Statuses in the order of the answer; the engine says their index. */
export const STATUSES = ["new", "returning", "resurrecting", "dormant"] as const;
const NEW = 0;
const RETURNING = 1;
const RESURRECTING = 2;
const DORMANT = 3;

export interface CompiledLifecycle {
  /** Columns `bucket` (1 = the first of the range), `status` (index of {@link STATUSES}), `actors`. */
  readonly select: Select;
  readonly period: Period;
}

/**
 * One query: per actor the buckets with activity, from the one before the range on, and the time of its first event
 * ever; from these every bucket's status.
 */
export function compileLifecycle(
  query: LifecycleQuery,
  context: InsightContext,
): InsightResult<CompiledLifecycle> {
  const plan = planLifecycle(query, context);
  if (!plan.ok) return plan;
  const limited = withinLimit(context, query.aggregation_group_type_index);
  const within = limited && planLifecycle(query, limited);
  if (within?.ok === false) return within;
  const rows = peopleRows(changes(plan.value), within && changes(within.value));
  return { ok: true, value: { select: statuses(plan.value, rows), period: plan.value.period } };
}

interface LifecyclePlan {
  readonly query: LifecycleQuery;
  readonly period: Period;
  readonly matching: Expr;
  readonly context: InsightContext;
}

/** A lifecycle query with everything resolved that doesn't need the data. */
export function planLifecycle(query: LifecycleQuery, context: InsightContext): InsightResult<LifecyclePlan> {
  const periods = periodsOf(query, query.interval ?? "day", context);
  if (!periods.ok) return periods;
  const [period] = periods.value;
  const node = query.series[0] as EntityNode;
  const events = entityCondition(node, "query__series__0", context);
  if (!events.ok) return events;
  const filters = queryCondition(query, context);
  if (!filters.ok) return filters;
  return { ok: true, value: { query, period, matching: and(events.value, filters.value), context } };
}

/** One row a change of an actor: `change` is `bucket * 4 + status`; `along`: aggregates over its events. */
export function changes(
  { query, period, matching, context }: LifecyclePlan,
  along: readonly Alias[] = [],
): Select {
  const calendar = calendarOf(context);
  const interval = query.interval ?? "day";
  const { starts } = period.buckets;
  const first = starts[0] ?? period.countFrom;
  const before = startOf(interval, add(interval, first, -1, calendar), calendar);
  const scanned: Buckets = { ...period.buckets, starts: [before, ...starts] };
  const time = field(finestColumn(scanned));
  const shown = timeCondition(before, period.range.to);
  const set = bucketSet(bucketIndex(time, before, interval, calendar), starts.length + 1, shown);
  const actor = profiledActorOf(query.aggregation_group_type_index);
  const actors = select({
    select: [
      alias("actor", actor.key),
      ...along,
      alias("events_before", call("countIf", not(shown))),
      alias("active", set.aggregate),
    ],
    from: "events",
    where: and(matching, timeCondition(undefined, period.range.to), actor.present),
    groupBy: [field("actor")],
    having: compare(set.size(field("active")), ">", constant(0)),
  });
  const kept = [field("actor"), ...along.map((column) => field(column.alias))];
  const buckets = select({
    select: [
      ...kept,
      alias("is_new", eq(field("events_before"), constant(0))),
      alias("buckets", set.list(field("active"))),
    ],
    from: actors,
  });
  return select({
    select: [...kept, alias("change", call("arrayJoin", changesOf(field("buckets"), field("is_new"))))],
    from: buckets,
  });
}

function statuses({ period }: LifecyclePlan, rows: PeopleRows): Select {
  const codes = constant(STATUSES.length);
  const { starts } = period.buckets;
  return select({
    select: [
      alias("bucket", call("intDiv", field("change"), codes)),
      alias("status", call("modulo", field("change"), codes)),
      alias("actors", countPeople(rows)),
    ],
    from: rows.from,
    where: between(call("intDiv", field("change"), codes), constant(1), constant(starts.length)),
    groupBy: [field("bucket"), field("status")],
    orderBy: [asc(field("bucket")), asc(field("status"))],
  });
}

/** `bucket * 4 + status` for every active bucket, and for every quiet one after an active one. */
function changesOf(buckets: Expr, isNew: Expr): Expr {
  const code = (bucket: Expr, status: Expr) =>
    arithmetic(arithmetic(bucket, "*", constant(STATUSES.length)), "+", status);
  const [bucket, gap, next] = [field("number"), field("gap"), field("next")];
  const after = arithmetic(bucket, "+", constant(1));
  const status = call(
    "multiIf",
    eq(gap, constant(1)),
    constant(RETURNING),
    // The first of them has no gap.
    and(eq(gap, constant(0)), isNew),
    constant(NEW),
    constant(RESURRECTING),
  );
  const following = call("arrayPushBack", call("arrayPopFront", buckets), constant(0));
  const lastOnes = call(
    "arrayFilter",
    lambda(["number", "next"], compare(next, "!=", after)),
    buckets,
    following,
  );
  return call(
    "arrayConcat",
    call(
      "arrayMap",
      lambda(["number", "gap"], code(bucket, status)),
      buckets,
      call("arrayDifference", buckets),
    ),
    call("arrayMap", lambda(["number"], code(after, constant(DORMANT))), lastOnes),
  );
}
