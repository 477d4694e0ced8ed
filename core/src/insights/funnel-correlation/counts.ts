import type { Expr, Select } from "../../sql/ast.ts";
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
  lambda,
  list,
  not,
  or,
  select,
} from "../../sql/build.ts";
import { type InsightResult, insightError } from "../error.ts";
import { wantedEvents } from "../funnel/actors.ts";
import { nth } from "../funnel/array-expr.ts";
import { over } from "../funnel/rows.ts";
import { type Entered, eventsOf, inFunnel, inRange } from "./entered.ts";
import type { FunnelCorrelationQuery } from "./schema.ts";

/** The line that counts everyone. */
export const TOTAL = "";
/** Between the parts of a line's name. */
export const PART = "::";
/** Between an autocaptured event's type and its elements. */
export const ELEMENTS = "__~~__";
const ALL_PROPERTIES = "$all";
const AUTOCAPTURE = "$autocapture";
/** Lines that the engine returns, those of the most actors first. */
const MAX_LINES = 10_000;

/** What is counted, and for each line `name, success, failure`: actors that converted and that didn't. */
export function correlationCounts(query: FunnelCorrelationQuery, entered: Entered): InsightResult<Select> {
  switch (query.funnelCorrelationType) {
    case "events":
      return { ok: true, value: counted(didEvents(query, entered)) };
    case "event_with_properties":
      if (query.funnelCorrelationEventNames?.length)
        return { ok: true, value: counted(didWithProperties(query, entered)) };
      return insightError(
        "Event property correlation needs the events to look at in funnelCorrelationEventNames.",
        "query__funnelCorrelationEventNames",
        "required",
      );
    case "properties":
      return properties(query, entered);
  }
}

/** One row an actor: `converted`, and the `names` of the lines it counts in. */
const counted = (actors: Select): Select =>
  over({
    select: [
      field("name"),
      alias("success", call("countIf", eq(field("converted"), constant(1)))),
      alias("failure", call("countIf", eq(field("converted"), constant(0)))),
    ],
    from: over({
      select: [
        field("converted"),
        alias("name", call("arrayJoin", call("arrayPushBack", field("names"), constant(TOTAL)))),
      ],
      from: actors,
    }),
    groupBy: [field("name")],
    orderBy: [desc(call("count")), asc(field("name"))],
    limit: MAX_LINES,
  });

/** Events that actors did on their way, other than the funnel's own. */
function didEvents(query: FunnelCorrelationQuery, entered: Entered): Select {
  const own = entered.plan.names.flatMap((names) => names ?? []);
  const excluded = [...new Set([...own, ...(query.funnelCorrelationExcludeEventNames ?? [])])];
  const other = excluded.length > 0 ? [compare(field("event"), "not in", list(excluded))] : [];
  const names = call("groupUniqArrayIf", field("event"), and(inFunnel(entered), ...other));
  return perActor(entered, names, inRange(entered));
}

/** The same of some events with each value of their properties: `event::property::value`. */
function didWithProperties(query: FunnelCorrelationQuery, entered: Entered): Select {
  const chosen = compare(field("event"), "in", list(query.funnelCorrelationEventNames ?? []));
  const kept = pairsWithout(
    query.funnelCorrelationEventExcludePropertyNames,
    call("JSONExtractKeysAndValuesRaw", field("properties")),
  );
  const named = call(
    "arrayMap",
    lambda(["p"], call("concat", field("event"), constant(PART), nameOf(field("p")))),
    kept,
  );
  const type = call("toString", field("properties", "$event_type"));
  const clicked = array(
    call(
      "concat",
      constant(`${AUTOCAPTURE}${PART}elements_chain${PART}`),
      call("ifNull", type, constant("")),
      constant(ELEMENTS),
      field("elements_chain"),
    ),
  );
  const names = call("if", eq(field("event"), constant(AUTOCAPTURE)), clicked, named);
  const aggregate = call("groupUniqArrayArrayIf", names, and(chosen, inFunnel(entered)));
  // Everyone in the funnel did an event of it: no one is lost for the total.
  return perActor(entered, aggregate, and(inRange(entered), or(chosen, wantedEvents(entered.plan))));
}

const perActor = (entered: Entered, names: Expr, where: Expr): Select =>
  select({
    select: [alias("converted", call("any", field("f", "converted"))), alias("names", names)],
    from: eventsOf(entered),
    where,
    groupBy: [field("f", "who")],
  });

/** Properties of the persons (or groups) themselves, as they are now: `property::value`. */
function properties(query: FunnelCorrelationQuery, entered: Entered): InsightResult<Select> {
  const wanted = query.funnelCorrelationNames ?? [];
  if (wanted.length === 0) {
    return insightError(
      `Property correlation needs properties in funnelCorrelationNames, or "${ALL_PROPERTIES}".`,
      "query__funnelCorrelationNames",
      "required",
    );
  }
  const owner = ownerOf(entered);
  if (!owner) {
    return insightError(
      "Only persons and groups have properties: leave out funnelAggregateByHogQL.",
      "query__source__source__funnelsFilter__funnelAggregateByHogQL",
    );
  }
  const every = call("JSONExtractKeysAndValuesRaw", field("o", "properties"));
  const kept = pairsWithout(query.funnelCorrelationExcludeNames, every);
  const named = wanted.includes(ALL_PROPERTIES)
    ? kept
    : call("arrayFilter", lambda(["p"], compare(nth(field("p"), 1), "in", list(wanted))), kept);
  const rows = select({
    select: [
      alias("converted", field("f", "converted")),
      alias("names", call("arrayMap", lambda(["p"], nameOf(field("p"))), named)),
    ],
    from: [
      { node: "JoinExpr", table: entered.select, alias: "f" },
      {
        node: "JoinExpr",
        table: { node: "TableRef", name: owner.table },
        alias: "o",
        joinType: "LEFT JOIN",
        on: owner.on,
      },
    ],
  });
  return { ok: true, value: counted(rows) };
}

function ownerOf({ plan }: Entered): { table: string; on: Expr } | undefined {
  if (plan.actorKind === "person")
    return { table: "persons", on: eq(field("o", "person_key"), field("f", "who")) };
  if (plan.group === undefined) return undefined;
  const sameGroup = eq(field("o", "key"), field("f", "who"));
  return { table: "groups", on: and(sameGroup, eq(field("o", "index"), constant(plan.group))) };
}

const pairsWithout = (excluded: readonly string[] | undefined, pairs: Expr): Expr =>
  excluded?.length
    ? call("arrayFilter", lambda(["p"], not(compare(nth(field("p"), 1), "in", list(excluded)))), pairs)
    : pairs;

/** `property::value` of a pair, texts without their quotes. */
function nameOf(pair: Expr): Expr {
  const raw = nth(pair, 2);
  const value = call("if", call("startsWith", raw, constant('"')), call("JSONExtractString", raw), raw);
  return call("concat", nth(pair, 1), constant(PART), value);
}
