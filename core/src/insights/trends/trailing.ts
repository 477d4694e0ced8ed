import type { Expr } from "../../sql/ast.ts";
import {
  alias,
  and,
  arithmetic,
  array,
  call,
  compare,
  constant,
  eq,
  field,
  or,
  select,
} from "../../sql/build.ts";
import { finestColumn } from "../date-range/buckets.ts";
import { add } from "../date-range/calendar.ts";
import { localDate } from "../date-range/labels.ts";
import { presence } from "./math.ts";
import type { Rows, RowsInput } from "./rows.ts";
import { bucketOf, timeCondition } from "./time.ts";

/**
 * Weekly and monthly actives: an actor that was active on a day counts on that day and the `days - 1` after it; a
 * bucket's value is the one of its last day (of the range's last day, when the bucket is still running).
 */
export function trailingActors(input: RowsInput, days: number): Rows {
  const { plan, period, math, breakdown, events, filters } = input;
  const { calendar, interval } = plan;
  const { range } = period;
  const scan = (from: number, unit: Expr | undefined) =>
    select({
      select: [
        ...(unit ? [alias("unit", unit)] : []),
        ...(breakdown ? [alias("event_breakdown", array(...breakdown))] : []),
        alias("actor", math.actor),
      ],
      distinct: true,
      from: "events",
      where: and(events, timeCondition(from, range.to), filters, ...presence(math.actor)),
    });
  const shared = {
    ...(breakdown ? { breakdown: field("event_breakdown") } : {}),
    aggregate: math.aggregate,
  };
  const passed = [...(breakdown ? [field("event_breakdown")] : []), field("actor")];
  if (plan.mode === "total") {
    return {
      from: scan(add("day", range.to + 1, -days, calendar), undefined),
      bucket: constant(0),
      ...shared,
    };
  }
  if (interval === "hour") {
    const unit = bucketOf(field(finestColumn(period.buckets)), "hour", calendar);
    const from = period.countFrom - (days * 24 - 1) * 3_600_000;
    const step = arithmetic(call("arrayJoin", call("range", constant(days * 24))), "*", constant(3600));
    const spread = select({
      select: [alias("spread", arithmetic(field("unit"), "+", step)), ...passed],
      from: scan(from, unit),
    });
    return { from: spread, bucket: field("spread"), ...shared };
  }
  const unit = call("toDate", field(finestColumn(period.buckets)));
  const spread = select({
    select: [
      alias(
        "spread",
        call("toDate", call("addDays", field("unit"), call("arrayJoin", call("range", constant(days))))),
      ),
      ...passed,
    ],
    from: scan(add("day", period.countFrom, 1 - days, calendar), unit),
  });
  return {
    from: spread,
    where: closing(input),
    bucket: bucketOf(field("spread"), interval, calendar),
    ...shared,
  };
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
