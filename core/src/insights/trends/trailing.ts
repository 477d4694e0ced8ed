import type { Expr, Select } from "../../sql/ast.ts";
import {
  alias,
  and,
  arithmetic,
  array,
  call,
  compare,
  constant,
  field,
  lambda,
  parametric,
  select,
  tuple,
} from "../../sql/build.ts";
import { bucketIndex } from "../date-range/bucket-index.ts";
import { finestColumn } from "../date-range/buckets.ts";
import { add } from "../date-range/calendar.ts";
import { bucketOf, timeCondition } from "../date-range/event-time.ts";
import { bucketSet } from "../nodes/bucket-set.ts";
import { peopleRows, sumPeople } from "../people.ts";
import { presence } from "./math.ts";
import { rowsOfPeople } from "./people.ts";
import { breakdownColumns, type Rows, type RowsInput, spread } from "./rows.ts";
import { type TrailingUnits, trailingUnits } from "./trailing-units.ts";

/**
 * Weekly and monthly actives: an actor that was active on a day counts on that day and the `days - 1` after it; a
 * bucket's value is the one of its last day (of the range's last day, when the bucket is still running). Buckets
 * shorter than a day do the same by their own length.
 */
export function trailingActors(input: RowsInput, days: number): Rows {
  const { plan, math } = input;
  const columns = breakdownColumns({ breakdown: input.breakdown?.map(spread) });
  if (plan.mode === "total") {
    const from = add("day", input.period.range.to + 1, -days, plan.calendar);
    const rows = rowsOfPeople(math, (whole) =>
      select({
        select: [...columns.select, alias("actor", math.actor)],
        distinct: true,
        from: "events",
        where: and(activeSince(from, input), whole),
      }),
    );
    const aggregate = math.whole ? rows.aggregate : math.aggregate;
    return { from: rows.from, bucket: constant(0), ...columns.passed, aggregate };
  }
  const units = trailingUnits(input, days);
  const bucket = units.bucketOf(field("unit"));
  return {
    from: actives(changes(input, units), units, columns.fields),
    bucket: plan.interval === units.unit ? bucket : bucketOf(bucket, plan.interval, plan.calendar),
    ...columns.passed,
    aggregate: { name: "sum", args: [field("active")], merge: "again" },
  };
}

const activeSince = (from: number, { period, events, filters, math }: RowsInput): Expr =>
  and(events, timeCondition(from, period.range.to), filters, ...presence(math.actor));

/**
 * Columns `unit` and `change`, and the breakdown's: by how much the number of active actors changes with each unit. An
 * actor is there from each unit it was active in until the window has passed or the next such unit comes.
 */
function changes(input: RowsInput, { unit, from, lead, window, count }: TrailingUnits): Select {
  const { plan, period, math } = input;
  const columns = breakdownColumns({ breakdown: input.breakdown?.map(spread) });
  const index = bucketIndex(field(finestColumn(period.buckets)), from, unit, plan.calendar);
  const set = bucketSet(index, lead + count);
  const active = (whole: Expr): Select =>
    select({
      select: [...columns.select, alias("activity", set.aggregate)],
      from: "events",
      where: and(activeSince(from, input), whole),
      groupBy: [...columns.fields, math.actor],
    });
  const rows = peopleRows(active(and()), math.whole && active(math.whole));
  const people = rows.people ? [rows.people] : [];
  const listed = select({
    select: [...people, ...columns.fields, alias("active_units", set.list(field("activity")))],
    from: rows.from,
  });
  const [at, next] = [field("at"), field("next")];
  const shown = (index: Expr) => arithmetic(call("greatest", index, constant(lead)), "-", constant(lead));
  const comes = lambda(["at"], tuple(shown(at), constant(1)));
  const over = call("least", arithmetic(at, "+", constant(window)), next);
  const goes = lambda(["at", "next"], tuple(shown(over), constant(-1)));
  const units = field("active_units");
  const following = call("arrayPushBack", call("arrayPopFront", units), constant(lead + count + window));
  const both = call("arrayConcat", call("arrayMap", comes, units), call("arrayMap", goes, units, following));
  const each = select({
    select: [...people, ...columns.fields, alias("step", call("arrayJoin", both))],
    from: listed,
  });
  const [number, difference] = [1, 2].map(
    (index): Expr => ({ node: "TupleAccess", tuple: field("step"), index }),
  );
  return select({
    select: [
      ...columns.fields,
      alias("unit", number as Expr),
      alias("change", sumPeople(rows, difference as Expr)),
    ],
    from: each,
    groupBy: [...columns.fields, field("unit")],
  });
}

/** Columns `unit` and `active`, and the breakdown's: running sums at the units that close a bucket. */
function actives(steps: Select, { count, closing }: TrailingUnits, fields: readonly Expr[]): Select {
  const inserted = parametric(
    "groupArrayInsertAt",
    [constant(0), constant(count)],
    field("change"),
    call("toUInt32", field("unit")),
  );
  const running = select({
    select: [...fields, alias("running", call("arrayCumSum", inserted))],
    from: steps,
    where: compare(field("unit"), "<", constant(count)),
    ...(fields.length > 0 ? { groupBy: fields } : {}),
  });
  const unit = closing === "all" ? call("range", constant(count)) : array(...closing.map(constant));
  const joined = select({
    select: [...fields, field("running"), alias("unit", call("arrayJoin", unit))],
    from: running,
  });
  return select({
    select: [
      ...fields,
      field("unit"),
      alias("active", call("arrayElement", field("running"), arithmetic(field("unit"), "+", constant(1)))),
    ],
    from: joined,
  });
}
