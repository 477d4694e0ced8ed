import type { Expr, Field, JoinExpr, Select } from "../../sql/ast.ts";
import {
  alias,
  and,
  arithmetic,
  asc,
  call,
  compare,
  constant,
  desc,
  eq,
  field,
  from,
  join,
  lambda,
  select,
  table,
  tuple,
} from "../../sql/build.ts";
import { type CountedActor, countedActor } from "../actors-query/source.ts";
import { timeCondition } from "../date-range/event-time.ts";
import type { DateRange } from "../date-range/range.ts";
import type { InsightResult } from "../error.ts";
import { queryCondition } from "../nodes/condition.ts";
import { countPeople, meanPeople, type PeopleRows, peopleRows, withinLimit } from "../people.ts";
import type { InsightContext } from "../query-kind.ts";
import { cutPath } from "./cut.ts";
import { type FunnelBounds, funnelBounds } from "./funnel-bounds.ts";
import { pathItem } from "./item.ts";
import type { PathsFilter, PathsQuery } from "./schema.ts";
import { member, name, time } from "./step.ts";

/** A pause longer than this starts a new path. */
const GAP_MS = 30 * 60_000;
const DEFAULT_EDGES = 50;

/** One query: links `source` → `target` with `value` (paths that have it) and `average_conversion_time` (ms). */
export function compilePaths(
  query: PathsQuery,
  range: DateRange,
  context: InsightContext,
): InsightResult<Select> {
  const actor = countedActor(query.aggregation_group_type_index, false);
  const paths = pathsOf(query, range, actor, [], context);
  if (!paths.ok) return paths;
  const limited = withinLimit(context, query.aggregation_group_type_index);
  const within = limited && pathsOf(query, range, actor, [], limited);
  if (within?.ok === false) return within;
  const rows = peopleRows(paths.value, within?.value);
  const links = select({
    select: [...(rows.people ? [rows.people] : []), alias("link", call("arrayJoin", linksOf(field("path"))))],
    from: rows.from,
  });
  return { ok: true, value: ranked({ ...rows, from: links }, query.pathsFilter) };
}

/** One row a path: `path`, its steps after all cuts, and `columns` of its actor. */
export function pathsOf(
  query: PathsQuery,
  range: DateRange,
  actor: CountedActor,
  columns: readonly Field[],
  context: InsightContext,
): InsightResult<Select> {
  const bounds = funnelBounds(query, context);
  if (!bounds.ok) return bounds;
  const filters = queryCondition(query, context);
  if (!filters.ok) return filters;
  const item = pathItem(query.pathsFilter, context);
  if (!item.ok) return item;
  const step = tuple(call("toUnixTimestamp64Milli", field("timestamp")), item.value.name);
  const actors = select({
    select: [...actor.identity, alias("steps", call("arraySort", call("groupArray", step)))],
    from: bounds.value ? [table("events"), joined(bounds.value, actor)] : "events",
    where: and(
      item.value.events,
      timeCondition(range.from, range.to),
      filters.value,
      actor.present,
      ...(bounds.value ? inside(bounds.value) : []),
    ),
    groupBy: [field("actor_id")],
  });
  const visits = select({
    select: [...columns, alias("visit", call("arrayJoin", splitAtPauses(field("steps"))))],
    from: actors,
  });
  const paths = select({ select: [...columns, alias("path", withoutRepeats(field("visit")))], from: visits });
  return { ok: true, value: cutPath(paths, query.pathsFilter, columns) };
}

const joined = ({ select: rows }: FunnelBounds, actor: CountedActor): JoinExpr =>
  join(from(rows, "reached"), "INNER JOIN", eq(field("reached", "funnel_actor"), actor.key));

function inside(bounds: FunnelBounds): Expr[] {
  const at = call("toUnixTimestamp64Milli", field("timestamp"));
  return [
    ...(bounds.from ? [compare(at, ">=", field("reached", "funnel_from"))] : []),
    ...(bounds.to ? [compare(at, "<=", field("reached", "funnel_to"))] : []),
  ];
}

function splitAtPauses(steps: Expr): Expr {
  const [step, pause] = [field("step"), field("pause")];
  const times = call("arrayMap", lambda(["step"], time(step)), steps);
  return call(
    "arraySplit",
    lambda(["step", "pause"], compare(pause, ">", constant(GAP_MS))),
    steps,
    call("arrayDifference", times),
  );
}

/** Of immediate repeats the first stays. */
function withoutRepeats(visit: Expr): Expr {
  const nothing = tuple(call("toInt64", constant(0)), constant(""));
  const before = call("arrayPushFront", call("arrayPopBack", visit), nothing);
  return call(
    "arrayFilter",
    lambda(["step", "before"], compare(name(field("step")), "!=", name(field("before")))),
    visit,
    before,
  );
}

/** (number, name, next name, ms between) of every step but the last. */
export function linksOf(path: Expr): Expr {
  const [step, next] = [field("step"), field("next")];
  const link = tuple(field("number"), name(step), name(next), arithmetic(time(next), "-", time(step)));
  const all = call("arrayPopBack", path);
  return call(
    "arrayMap",
    lambda(["number", "step", "next"], link),
    call("arrayEnumerate", all),
    all,
    call("arrayPopFront", path),
  );
}

const numbered = (number: Expr, name: Expr): Expr =>
  call("concat", call("toString", number), constant("_"), name);
const link = (index: number): Expr => member(field("link"), index);
const after = (number: Expr): Expr => arithmetic(number, "+", constant(1));

/** The two ends of a `link` as the answer names them. */
export const linkSource = numbered(link(1), link(2));
export const linkTarget = numbered(after(link(1)), link(3));

function ranked(links: PeopleRows, filter: PathsFilter | undefined): Select {
  const { minEdgeWeight: min, maxEdgeWeight: max } = filter ?? {};
  const nobody = links.people ? [compare(field("value"), ">", constant(0))] : [];
  const bounds = [
    ...nobody,
    ...(min ? [compare(field("value"), ">=", constant(min))] : []),
    ...(max ? [compare(field("value"), "<=", constant(max))] : []),
  ];
  // Names are put together once a link, not once a path.
  const weighed = select({
    select: [
      alias("number", link(1)),
      alias("name", link(2)),
      alias("next", link(3)),
      alias("value", countPeople(links)),
      alias("average_conversion_time", meanPeople(links, link(4))),
    ],
    from: links.from,
    groupBy: [field("number"), field("name"), field("next")],
    ...(bounds.length > 0 ? { having: and(...bounds) } : {}),
  });
  return select({
    select: [
      alias("source", numbered(field("number"), field("name"))),
      alias("target", numbered(after(field("number")), field("next"))),
      field("value"),
      field("average_conversion_time"),
    ],
    from: weighed,
    orderBy: [desc(field("value")), asc(field("source")), asc(field("target"))],
    limit: filter?.edgeLimit ?? DEFAULT_EDGES,
  });
}
