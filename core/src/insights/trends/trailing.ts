import type { Expr } from "../../sql/ast.ts";
import {
  alias,
  and,
  arithmetic,
  call,
  compare,
  constant,
  eq,
  field,
  lambda,
  or,
  select,
} from "../../sql/build.ts";
import { finestColumn } from "../date-range/buckets.ts";
import { add } from "../date-range/calendar.ts";
import { bucketOf, timeCondition } from "../date-range/event-time.ts";
import { localDate } from "../date-range/labels.ts";
import { presence } from "./math.ts";
import { breakdownColumns, type Rows, type RowsInput, spread } from "./rows.ts";

/**
 * Weekly and monthly actives: an actor that was active on a day counts on that day and the `days - 1` after it; a
 * bucket's value is the one of its last day (of the range's last day, when the bucket is still running). Hourly
 * buckets do the same by hours.
 */
export function trailingActors(input: RowsInput, days: number): Rows {
  const { plan, period, math, events, filters } = input;
  const { calendar, interval } = plan;
  const columns = breakdownColumns({ breakdown: input.breakdown?.map(spread) });
  const where = (from: number) =>
    and(events, timeCondition(from, period.range.to), filters, ...presence(math.actor));
  if (plan.mode === "total") {
    const from = add("day", period.range.to + 1, -days, calendar);
    const actors = select({
      select: [...columns.select, alias("actor", math.actor)],
      distinct: true,
      from: "events",
      where: where(from),
    });
    return { from: actors, bucket: constant(0), ...columns.passed, aggregate: math.aggregate };
  }
  const unit = interval === "hour" ? hourUnit(input, days) : dayUnit(input, days);
  const active = select({
    select: [
      ...columns.select,
      alias("actor", math.actor),
      alias("units", call("arraySort", call("groupUniqArray", unit.number))),
    ],
    from: "events",
    where: where(unit.from),
    groupBy: [...columns.fields, field("actor")],
  });
  const covered = select({
    select: [alias("spread", unit.time(call("arrayJoin", coveredUnits(unit.window)))), ...columns.fields],
    from: active,
  });
  return {
    from: covered,
    ...(interval === "hour" ? {} : { where: closing(input) }),
    bucket: interval === "hour" ? field("spread") : bucketOf(field("spread"), interval, calendar),
    ...columns.passed,
    aggregate: { name: "count", args: [], merge: "again" },
  };
}

/** Days or hours as numbers relative to the first bucket, so that windows are arithmetic. */
interface Unit {
  readonly number: Expr;
  readonly time: (number: Expr) => Expr;
  readonly window: number;
  /** First moment whose activity reaches into the first bucket. */
  readonly from: number;
}

function dayUnit({ plan, period }: RowsInput, days: number): Unit {
  const { calendar } = plan;
  const first = call("toDate", constant(localDate(period.countFrom, calendar)));
  const day = call("toDate", field(finestColumn(period.buckets)));
  return {
    number: call("dateDiff", constant("day"), first, day),
    time: (number) => call("toDate", call("addDays", first, number)),
    window: days,
    from: add("day", period.countFrom, 1 - days, calendar),
  };
}

function hourUnit({ plan, period }: RowsInput, days: number): Unit {
  const first = constant((period.buckets.starts[0] ?? 0) / 1000);
  const hour = bucketOf(field(finestColumn(period.buckets)), "hour", plan.calendar);
  return {
    number: call("intDiv", arithmetic(hour, "-", first), constant(3600)),
    time: (number) => arithmetic(first, "+", arithmetic(number, "*", constant(3600))),
    window: days * 24,
    from: period.countFrom - (days * 24 - 1) * 3_600_000,
  };
}

/** Every unit of `units` (sorted) with those after it, up to the window's length or the next active one: each once. */
function coveredUnits(window: number): Expr {
  const units = field("units");
  const after = (unit: Expr) => arithmetic(unit, "+", constant(window));
  const last = call("arrayElement", units, constant(-1));
  const next = call("arrayPushBack", call("arrayPopFront", units), after(last));
  const [from, until] = [field("unit"), field("following")];
  const reach = call("range", from, call("least", after(from), until));
  return call("arrayFlatten", call("arrayMap", lambda(["unit", "following"], reach), units, next));
}

/** True on the days whose trailing window a bucket shows: inside of the range, and last of the bucket. */
function closing({ plan, period }: RowsInput): Expr {
  const { calendar, interval } = plan;
  const date = (ms: number): Expr => call("toDate", constant(localDate(ms, calendar)));
  const day = field("spread");
  const inside = and(
    compare(day, ">=", date(period.buckets.starts[0] ?? period.range.from)),
    compare(day, "<=", date(period.range.to)),
  );
  if (interval === "day") return inside;
  const lastOfBucket = compare(
    bucketOf(call("toDate", call("addDays", day, constant(1))), interval, calendar),
    "!=",
    bucketOf(day, interval, calendar),
  );
  return and(inside, or(lastOfBucket, eq(day, date(period.range.to))));
}
