import type { Alias, Expr, Select } from "../../sql/ast.ts";
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
  not,
  or,
  select,
  tuple,
} from "../../sql/build.ts";
import { actorOf } from "../nodes/actor.ts";
import { breakdownColumns } from "../trends/rows.ts";
import { scanOf } from "./actors.ts";
import { actorBreakdown } from "./breakdown.ts";
import type { RetentionPlan } from "./plan.ts";
import { columnsAt, reachedOf } from "./reached.ts";

/** A visit is (interval, time in ms, number, has a number). */
const at = (visit: Expr, index: number): Expr => ({ node: "TupleAccess", tuple: visit, index });
const interval = (visit: Expr): Expr => at(visit, 1);
const time = (visit: Expr): Expr => at(visit, 2);
const visit = field("visit");
const origin = field("origin");

/** The starts of tables that need each event's time or number: every event is kept in a list of its actor. */
export function detailedStarts(plan: RetentionPlan, identity: readonly Alias[]): Select {
  const breakdown = breakdownColumns({ breakdown: plan.breakdown?.values });
  const fields = [...identity.map((column) => field(column.alias)), ...breakdown.fields];
  const starts = select({
    select: [
      field("actor"),
      ...fields,
      field("targets"),
      field("returns"),
      alias("origin", call("arrayJoin", startsOf(plan))),
    ],
    from: visitsOf(plan, identity),
  });
  const distances = select({
    select: [
      field("actor"),
      ...fields,
      field("targets"),
      field("returns"),
      field("origin"),
      alias("distances", distancesOf(plan)),
    ],
    from: starts,
    where: compare(interval(origin), "<", constant(plan.starts.length)),
  });
  return select({
    select: [
      field("actor"),
      ...fields,
      alias("start", interval(origin)),
      alias("reached", reachedOf(plan, field("distances"))),
      ...(plan.measure ? [alias("cells", cellsOf(plan))] : []),
    ],
    from: distances,
  });
}

/** One row an actor: its `targets` and `returns`, in order of time. */
function visitsOf(plan: RetentionPlan, identity: readonly Alias[]): Select {
  const { target, anyTarget, returning, measure } = plan;
  const { index, inside, until } = scanOf(plan);
  const actor = actorOf(plan.query.aggregation_group_type_index);
  const first = plan.type !== "retention_recurring";
  const firstEver = plan.type === "retention_first_ever_occurrence";
  const starting = firstEver ? anyTarget : target;
  const ofFirst = (expr: Expr) => call("argMinIf", expr, field("timestamp"), starting);
  const breakdown = actorBreakdown(plan, first ? ofFirst : undefined);
  const number = measure ? call("ifNull", measure.value, constant(0)) : constant(0);
  const present = measure ? call("isNotNull", measure.value) : constant(0);
  const one = tuple(index, call("toUnixTimestamp64Milli", field("timestamp")), number, present);
  const listed = (condition: Expr) => call("arraySort", call("groupArrayIf", one, condition));
  const started = first ? or(and(starting, until), and(returning, inside)) : or(target, returning);
  return select({
    select: [
      alias("actor", actor.key),
      ...identity,
      ...breakdown.select,
      alias("targets", listed(and(starting, inside))),
      alias("returns", listed(and(returning, inside))),
      ...(first ? [alias("targets_before", call("countIf", and(starting, not(inside))))] : []),
      ...(firstEver ? [alias("matches", ofFirst(target))] : []),
    ],
    from: "events",
    where: and(started, ...(first ? [] : [inside]), actor.present),
    groupBy: [field("actor"), ...breakdown.groupBy],
    ...(first
      ? { having: and(eq(field("targets_before"), constant(0)), ...(firstEver ? [field("matches")] : [])) }
      : {}),
  });
}

/** The first target of every interval; of a first-time table the first of all. */
function startsOf({ type }: RetentionPlan): Expr {
  const intervals = call("arrayMap", lambda(["visit"], interval(visit)), field("targets"));
  const firsts = call(
    "arrayFilter",
    lambda(["visit", "occurrence"], eq(field("occurrence"), constant(1))),
    field("targets"),
    call("arrayEnumerateUniq", intervals),
  );
  return type === "retention_recurring" ? firsts : call("arraySlice", firsts, constant(1), constant(1));
}

/** Intervals between the start and a visit: of the calendar, or whole windows of time. */
function distance({ window }: RetentionPlan): Expr {
  if (window === undefined) return arithmetic(interval(visit), "-", interval(origin));
  return call("intDiv", arithmetic(time(visit), "-", time(origin)), constant(window));
}

/** Distances with enough returns, ascending, each once. */
function distancesOf(plan: RetentionPlan): Expr {
  const last = plan.columns.at(-1)?.to ?? 0;
  const number = field("number");
  const shown = and(compare(number, ">", constant(0)), compare(number, "<=", constant(last)));
  const all = call(
    "arrayFilter",
    lambda(["number"], shown),
    call("arrayMap", lambda(["visit"], distance(plan)), field("returns")),
  );
  const enough = lambda(["number", "occurrence"], eq(field("occurrence"), constant(plan.minimum)));
  return call("arraySort", call("arrayFilter", enough, all, call("arrayEnumerateUniq", all)));
}

/** (column, 1 when counted, sum, numbers) of column 0, over the targets, and of those with returns. */
function cellsOf(plan: RetentionPlan): Expr {
  const own = and(
    compare(time(visit), ">=", time(origin)),
    plan.window === undefined
      ? eq(interval(visit), interval(origin))
      : compare(distance(plan), "==", constant(0)),
  );
  const start = tuple(constant(0), constant(1), ...sums("targets", own));
  const back = and(
    call("has", field("distances"), distance(plan)),
    eq(call("arrayElement", columnsAt(plan, call("array", distance(plan))), constant(1)), field("cell")),
  );
  const counted = call("toUInt8", call("has", reachedOf(plan, field("distances")), field("cell")));
  const later = call(
    "arrayMap",
    lambda(["cell"], tuple(field("cell"), counted, ...sums("returns", back))),
    columnsAt(plan, field("distances")),
  );
  return call("arrayConcat", call("array", start), later);
}

/** Sum of the numbers, and how many, over those of a list that meet a condition. */
function sums(list: "targets" | "returns", condition: Expr): Expr[] {
  return [3, 4].map((index) =>
    call("arraySum", lambda(["visit"], call("if", condition, at(visit, index), constant(0))), field(list)),
  );
}
