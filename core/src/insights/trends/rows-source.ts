import type { Expr } from "../../sql/ast.ts";
import { alias, and, call, compare, constant, field, select } from "../../sql/build.ts";
import { bucketOf, eventBucket, periodTime, timeCondition } from "../date-range/event-time.ts";
import { SAMPLE_ONE_IN } from "../weights.ts";
import { presence, SESSION } from "./math.ts";
import { rowsOfPeople } from "./people.ts";
import { breakdownColumns, type Rows, type RowsInput, spread } from "./rows.ts";
import { trailingActors } from "./trailing.ts";

/** The rows a math needs: events themselves, or a subquery with one row an actor, session or first event. */
export function bucketedRows(input: RowsInput): Rows {
  const { plan, period, math } = input;
  const { calendar, mode } = plan;
  const { source } = math;
  switch (source.kind) {
    case "events":
      if (mode === "cumulative" && math.aggregate.unique) return firstSeen(input);
      return {
        from: "events",
        where: and(eventsWhere(input), ...(source.where ? [source.where] : [])),
        bucket: eventBucket(period, calendar),
        ...(input.breakdown ? { breakdown: input.breakdown.map(spread) } : {}),
        aggregate: math.aggregate,
      };
    case "actor counts":
      return perKey(input, math.actor, alias("count_per_actor", call("count")));
    case "session values":
      return perKey(input, SESSION, alias("session_value", call("any", source.value)));
    case "first events":
      return firstEvents(input, source.filtered);
    case "trailing actors":
      return trailingActors(input, source.days);
  }
}

/** Series, filters and time range of a plain scan. */
export function eventsWhere({ period, events, filters }: RowsInput): Expr {
  return and(events, timeCondition(period.countFrom, period.range.to), filters);
}

/** One row per bucket, breakdown and key (actor or session), with `measure` computed over its events. */
function perKey(input: RowsInput, key: Expr, measure: Expr): Rows {
  const { plan, period, math } = input;
  const columns = breakdownColumns({ breakdown: input.breakdown?.map(spread) });
  const total = plan.mode === "total";
  const inner = select({
    select: [
      ...(total ? [] : [alias("event_bucket", eventBucket(period, plan.calendar))]),
      ...columns.select,
      alias("key", key),
      measure,
      ...(math.whole ? [alias("key_weight", keyWeight(math.whole))] : []),
    ],
    from: "events",
    where: and(eventsWhere(input), ...presence(key)),
    groupBy: [...(total ? [] : [field("event_bucket")]), ...columns.fields, field("key")],
  });
  return { from: inner, bucket: field("event_bucket"), ...columns.passed, aggregate: math.aggregate };
}

/** Cumulative uniques: each actor counts in the bucket of its first event, so running totals are distinct so far. */
function firstSeen(input: RowsInput): Rows {
  const { plan, period, math } = input;
  const columns = breakdownColumns({ breakdown: input.breakdown?.map(spread) });
  const key = math.aggregate.args[0] as Expr;
  const rows = rowsOfPeople(math, (whole) =>
    select({
      select: [
        alias("first_bucket", call("min", eventBucket(period, plan.calendar))),
        ...columns.select,
        alias("key", key),
      ],
      from: "events",
      where: and(eventsWhere(input), ...presence(key), whole),
      groupBy: [...columns.fields, field("key")],
    }),
  );
  return { ...rows, bucket: field("first_bucket"), ...columns.passed };
}

/** Each actor's first event ever; unfiltered, the filters are asked of that first event only. */
function firstEvents(input: RowsInput, filtered: boolean): Rows {
  const { plan, period, math, events, filters, match } = input;
  const ofFirst = (expr: Expr) => call("argMin", expr, field("timestamp"));
  const columns = breakdownColumns({ breakdown: input.breakdown?.map(({ value }) => ofFirst(value)) });
  const breakdown = input.breakdown?.map((dimension, index) =>
    spread({ ...dimension, value: columns.fields[index] ?? dimension.value }),
  );
  const matches = and(events, filters);
  const asked = filtered || isEqual(matches, match) ? [] : [alias("matches", ofFirst(matches))];
  const time = periodTime(period);
  const rows = rowsOfPeople(math, (whole) =>
    select({
      select: [
        alias("first_time", call("min", time.column)),
        ...asked,
        ...columns.select,
        alias("key", math.actor),
      ],
      from: "events",
      where: and(
        filtered ? matches : match,
        timeCondition(undefined, period.range.to),
        ...presence(math.actor),
        whole,
      ),
      groupBy: [field("key")],
      having: compare(field("first_time"), ">=", time.at(period.countFrom)),
    }),
  );
  return {
    from: rows.from,
    ...(asked.length > 0 ? { where: field("matches") } : {}),
    bucket: bucketOf(field("first_time"), plan.interval, plan.calendar),
    ...(breakdown ? { breakdown } : {}),
    aggregate: math.whole ? rows.aggregate : math.aggregate,
  };
}

/** How many keys one stands for: one, if any of its events is whole. */
const keyWeight = (whole: Expr): Expr =>
  call("if", compare(call("countIf", whole), ">", constant(0)), constant(1), constant(SAMPLE_ONE_IN));

const isEqual = (a: Expr, b: Expr): boolean => JSON.stringify(a) === JSON.stringify(b);
