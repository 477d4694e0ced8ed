import type { Alias, Expr, Select } from "../../sql/ast.ts";
import { alias, array, call, constant, field, parametric, select } from "../../sql/build.ts";
import { bucketIndex } from "../date-range/bucket-index.ts";
import { finestColumn } from "../date-range/buckets.ts";
import type { Interval } from "../date-range/calendar.ts";
import { localDate } from "../date-range/labels.ts";
import type { Breakdown } from "./breakdown.ts";
import { keptValue, partName, pointPart, type Ranked, rankedValues } from "./rank.ts";
import type { Rows, RowsInput } from "./rows.ts";

/** More buckets would make the counts of each value too wide. */
const MAX_BUCKETS = 100;

const ADD: Partial<Record<Interval, string>> = {
  day: "addDays",
  week: "addWeeks",
  month: "addMonths",
  quarter: "addQuarters",
  year: "addYears",
};

/** True when {@link countsByValue} gives what counting groups of bucket and value does. */
export function canCountByValue({ plan, period }: RowsInput, { from, aggregate }: Rows): boolean {
  const counts = aggregate.name === "count" && aggregate.args.length === 0;
  const dated = plan.mode !== "total" && ADD[plan.interval] !== undefined;
  return from === "events" && counts && dated && period.buckets.starts.length <= MAX_BUCKETS;
}

/**
 * Events counted by breakdown value alone, with a list of one count a bucket: a third of the time of grouping by both.
 * Ranked as groups are; buckets without events have a 0.
 */
export function countsByValue(
  { plan, period }: RowsInput,
  rows: Rows,
  parts: readonly Alias[],
  breakdown: Breakdown,
  limit: number,
): Ranked {
  const { starts, interval } = period.buckets;
  const first = starts[0] ?? period.range.from;
  const index = bucketIndex(field(finestColumn(period.buckets)), first, interval, plan.calendar);
  const span = [0, starts.length, 1].map(constant);
  const events = select({
    select: [...parts, alias("counts", parametric("countResample", span, index))],
    from: "events",
    ...(rows.where ? { where: rows.where } : {}),
    groupBy: parts.map((part) => field(part.alias)),
  });
  const totals = select({
    select: [
      alias("breakdown_value", array(...parts.map((_, part) => field(partName(part))))),
      field("counts"),
      alias("breakdown_total", call("arraySum", field("counts"))),
    ],
    from: events,
  });
  const folded = select({
    select: [
      alias("breakdown", keptValue(breakdown, limit)),
      alias("bucket_counts", call("sumForEach", field("counts"))),
    ],
    from: rankedValues(totals, breakdown, "counts"),
    groupBy: [field("breakdown")],
  });
  const numbered = call("arrayZip", call("range", constant(starts.length)), field("bucket_counts"));
  const from = select({
    select: [field("breakdown"), alias("point", call("arrayJoin", numbered))],
    from: folded,
  });
  const start: Expr = call("toDate", constant(localDate(first, plan.calendar)));
  return {
    from: from satisfies Select,
    bucket: call("toDate", call(ADD[interval] ?? "addDays", start, pointPart(1))),
    breakdown: field("breakdown"),
    value: pointPart(2),
    grouped: false,
  };
}
