import type { Expr, Select } from "../../sql/ast.ts";
import { alias, and, call, constant, eq, field, not, or, select } from "../../sql/build.ts";
import { bucketIndex } from "../date-range/bucket-index.ts";
import { finestColumn } from "../date-range/buckets.ts";
import { timeCondition } from "../date-range/event-time.ts";
import { actorOf } from "../nodes/actor.ts";
import { bucketSet, bucketSetOf } from "../nodes/bucket-set.ts";
import { actorBreakdown } from "./breakdown.ts";
import type { RetentionPlan } from "./plan.ts";

/** One row an actor (and breakdown value): in which intervals it started and returned. */
export interface Actors {
  readonly select: Select;
  /** Numbers of its start intervals, and of those with returns, both ascending. */
  readonly starts: Expr;
  readonly returns: Expr;
}

/** Actors of the query with the intervals that they started and returned in, and `identity` of each. */
export function retentionActors(plan: RetentionPlan, identity: readonly Expr[]): Actors {
  return plan.type === "retention_recurring" ? recurring(plan, identity) : firstTime(plan, identity);
}

function recurring(plan: RetentionPlan, identity: readonly Expr[]): Actors {
  const { target, returning, minimum } = plan;
  const { index, inside, count } = scanOf(plan);
  const actor = actorOf(plan.query.aggregation_group_type_index);
  const breakdown = actorBreakdown(plan);
  const alone = same(target, returning);
  const started = bucketSet(index, count, alone ? undefined : target);
  const returned = bucketSetOf(minimum, index, count, returning);
  const shared = alone && minimum === 1;
  return {
    select: select({
      select: [
        alias("actor", actor.key),
        ...identity,
        ...breakdown.select,
        alias("started", started.aggregate),
        ...(shared ? [] : [alias("returned", returned.aggregate)]),
      ],
      from: "events",
      where: and(alone ? target : or(target, returning), inside, actor.present),
      groupBy: [field("actor"), ...breakdown.groupBy],
    }),
    starts: started.list(field("started")),
    returns: shared ? started.list(field("started")) : returned.list(field("returned")),
  };
}

/** Actors start with their first target ever; `first ever` asks the target's filters of its first event only. */
function firstTime(plan: RetentionPlan, identity: readonly Expr[]): Actors {
  const { target, returning, minimum } = plan;
  const { index, inside, until, count } = scanOf(plan);
  const actor = actorOf(plan.query.aggregation_group_type_index);
  const firstEver = plan.type === "retention_first_ever_occurrence";
  const starting = firstEver ? plan.anyTarget : target;
  const ofFirst = (expr: Expr) => call("argMinIf", expr, field("timestamp"), starting);
  const breakdown = actorBreakdown(plan, ofFirst);
  const started = bucketSet(index, count, and(starting, inside));
  const returned = bucketSetOf(minimum, index, count, and(returning, inside));
  const events = same(starting, returning)
    ? and(starting, until)
    : or(and(starting, until), and(returning, inside));
  return {
    select: select({
      select: [
        alias("actor", actor.key),
        ...identity,
        ...breakdown.select,
        alias("targets_before", call("countIf", and(starting, not(inside)))),
        ...(firstEver ? [alias("matches", ofFirst(target))] : []),
        alias("started", started.aggregate),
        alias("returned", returned.aggregate),
      ],
      from: "events",
      where: and(events, actor.present),
      groupBy: [field("actor"), ...breakdown.groupBy],
      having: and(eq(field("targets_before"), constant(0)), ...(firstEver ? [field("matches")] : [])),
    }),
    starts: call("arraySlice", started.list(field("started")), constant(1), constant(1)),
    returns: returned.list(field("returned")),
  };
}

/** Which interval an event is in, which events are read, and those up to the end of the range. */
export function scanOf({ buckets, calendar, interval, readTo }: RetentionPlan) {
  const first = buckets.starts[0] ?? buckets.end;
  return {
    index: bucketIndex(field(finestColumn(buckets)), first, interval, calendar),
    inside: timeCondition(first, readTo),
    until: timeCondition(undefined, readTo),
    count: buckets.starts.length,
  };
}

const same = (a: Expr, b: Expr): boolean => JSON.stringify(a) === JSON.stringify(b);
