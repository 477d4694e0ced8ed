import type { Alias, Expr, Select } from "../../sql/ast.ts";
import {
  alias,
  and,
  array,
  asc,
  call,
  compare,
  constant,
  desc,
  eq,
  field,
  not,
  or,
  parametric,
  select,
  tuple,
} from "../../sql/build.ts";
import { bucketIndex } from "../date-range/bucket-index.ts";
import { finestColumn } from "../date-range/buckets.ts";
import type { Interval } from "../date-range/calendar.ts";
import { localDate } from "../date-range/labels.ts";
import { BREAKDOWN_NULL, BREAKDOWN_OTHER, type Breakdown } from "./breakdown.ts";
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

/** True when {@link countsByValue} gives what counting groups of bucket and value does, and sooner. */
export function canCountByValue(
  { plan, period, breakdown = [] }: RowsInput,
  { from, aggregate }: Rows,
): boolean {
  const counts = aggregate.name === "count" && aggregate.args.length === 0;
  const dated = plan.mode !== "total" && ADD[plan.interval] !== undefined;
  const cheap = breakdown.every(({ reading }) => reading !== "other");
  return from === "events" && counts && dated && cheap && period.buckets.starts.length <= MAX_BUCKETS;
}

/**
 * Events counted by breakdown value alone, with a list of one count a bucket: a third of the time of grouping by both.
 * Where there may be many values, the greatest are found first, so that no list is made for the others. Ranked as
 * groups are; buckets without events have a 0.
 */
export function countsByValue(
  input: RowsInput,
  rows: Rows,
  parts: readonly Alias[],
  breakdown: Breakdown,
  limit: number,
): Ranked {
  const { plan, period } = input;
  const { starts, interval } = period.buckets;
  const first = starts[0] ?? period.range.from;
  const few = breakdown.dimensions.every(({ reading }) => reading === "few");
  const index = bucketIndex(field(finestColumn(period.buckets)), first, interval, plan.calendar);
  const counted = (of: Expr) => parametric("countResample", [0, starts.length, 1].map(constant), of);
  const folded = few
    ? foldedAfter(rows, parts, breakdown, limit, counted(index))
    : foldedBefore(rows, parts, limit, index, counted(field("bucket_index")));
  const numbered = call("arrayZip", call("range", constant(starts.length)), field("bucket_counts"));
  const from = select({
    select: [field("breakdown"), alias("point", call("arrayJoin", numbered))],
    from: folded,
  });
  const start: Expr = call("toDate", constant(localDate(first, plan.calendar)));
  return {
    from,
    bucket: call("toDate", call(ADD[interval] ?? "addDays", start, pointPart(1))),
    breakdown: field("breakdown"),
    value: pointPart(2),
    grouped: false,
  };
}

const partsOf = (parts: readonly Alias[]): readonly Expr[] => parts.map((_, index) => field(partName(index)));
const whereOf = ({ where }: Rows) => (where ? { where } : {});

/** One pass: the counts of every value, then ranked. */
function foldedAfter(
  rows: Rows,
  parts: readonly Alias[],
  breakdown: Breakdown,
  limit: number,
  counts: Expr,
): Select {
  const fields = partsOf(parts);
  const events = select({
    select: [...parts, alias("counts", counts)],
    from: "events",
    ...whereOf(rows),
    groupBy: fields,
  });
  const totals = select({
    select: [
      alias("breakdown_value", array(...fields)),
      field("counts"),
      alias("breakdown_total", call("arraySum", field("counts"))),
    ],
    from: events,
  });
  return select({
    select: [
      alias("breakdown", keptValue(breakdown, limit)),
      alias("bucket_counts", call("sumForEach", field("counts"))),
    ],
    from: rankedValues(totals, breakdown, "counts"),
    groupBy: [field("breakdown")],
  });
}

/** Two passes: the greatest values, then the counts of these, of «null» and of all others together. */
function foldedBefore(rows: Rows, parts: readonly Alias[], limit: number, index: Expr, counts: Expr): Select {
  const fields = partsOf(parts);
  const key = fields.length === 1 && fields[0] ? fields[0] : tuple(...fields);
  const isNull = and(...fields.map((part) => eq(part, constant(BREAKDOWN_NULL))));
  const top = select({
    select: parts,
    from: "events",
    ...whereOf(rows),
    groupBy: fields,
    having: not(isNull),
    orderBy: [desc(call("count")), ...fields.map(asc)],
    limit,
  });
  const events = select({
    select: [...parts, alias("bucket_index", index)],
    from: "events",
    ...whereOf(rows),
  });
  const stays = or(compare(key, "in", top), isNull);
  const shown = fields.map((part, position) =>
    alias(`shown_${position + 1}`, call("if", stays, part, constant(BREAKDOWN_OTHER))),
  );
  const names = shown.map((one) => field(one.alias));
  const grouped = select({
    select: [...shown, alias("bucket_counts", counts)],
    from: events,
    groupBy: names,
  });
  return select({ select: [alias("breakdown", array(...names)), field("bucket_counts")], from: grouped });
}
