import type { Expr, Select } from "../../sql/ast.ts";
import {
  alias,
  and,
  call,
  compare,
  constant,
  eq,
  field,
  lambda,
  list,
  not,
  or,
  select,
  tuple,
} from "../../sql/build.ts";
import { timeCondition } from "../date-range/event-time.ts";
import type { EntityNode } from "../nodes/schema.ts";
import { filterArrays, mapArrays, nth, param, toNumber } from "./array-expr.ts";
import type { Attempts } from "./attempts.ts";
import { bestAttempts } from "./best.ts";
import type { FunnelBreakdown } from "./breakdown.ts";
import { addExclusions, eventEntries, momentEntries } from "./entries.ts";
import { type EventItems, eventItems } from "./event-item.ts";
import { orderedAttempts } from "./ordered.ts";
import type { FunnelPlan } from "./plan.ts";
import { over, type Rows } from "./rows.ts";
import { unorderedAttempts } from "./unordered.ts";

/** A funnel's actors in both forms that its answers are made from. */
export interface FunnelActors {
  readonly items: EventItems;
  /** One row an actor (and breakdown value) with all attempts. */
  readonly attempts: Attempts;
  /** The same with the best attempt only, without actors that have none. */
  readonly best: Rows;
}

export function funnelActors(plan: FunnelPlan): FunnelActors {
  const items = eventItems(plan);
  const rows = plan.breakdown ? brokenDown(plan, items, plan.breakdown) : plain(plan, items);
  const attempts = addAttempts(rows, plan, items);
  const attribution = plan.breakdown?.attribution;
  const least = attribution?.kind === "step" ? attribution.step : 0;
  return { items, attempts, best: bestAttempts(attempts, items, least) };
}

/**
 * Adds `levels` to rows of actors with their sorted `items`: for each entry how many steps the attempt that starts there
 * comes to within the window, 0 where none starts or an exclusion ends it.
 */
function addAttempts(rows: Rows, plan: FunnelPlan, items: EventItems): Attempts {
  const prepared = addExclusions(rows, plan, items);
  if (plan.order === "unordered") return unorderedAttempts(prepared, plan, items);
  const layout = plan.layout === "moments" ? momentEntries : eventEntries;
  return orderedAttempts(layout(prepared, plan, items), plan, items);
}

/** Events that matter, each as an item. */
function events(plan: FunnelPlan, items: EventItems, value: readonly Expr[] = []): Select {
  return select({
    select: [alias("actor", plan.actor), alias("item", items.item), ...value],
    from: "events",
    where: matchingEvents(plan),
  });
}

/** Events that a funnel reads. */
export const matchingEvents = (plan: FunnelPlan): Expr =>
  and(wantedEvents(plan), timeCondition(plan.range.from, plan.range.to), plan.filters, ...plan.actorPresent);

/** Which events can matter: strict order needs all, others only those that match something. */
export function wantedEvents({ order, steps, exclusions, names, query }: FunnelPlan): Expr {
  if (order === "strict") return and();
  const all = [...names, ...exclusions.map((exclusion) => exclusion.names)];
  const matching = or(...steps, ...exclusions.map(({ condition }) => condition));
  if (!all.every((some) => some !== undefined)) return matching;
  const named = compare(field("event"), "in", list([...new Set(all.flat())]));
  const nodes: readonly EntityNode[] = [...query.series, ...(query.funnelsFilter?.exclusions ?? [])];
  return nodes.every(isPlain) ? named : and(named, matching);
}

/** Nothing but an event's name is asked for. */
const isPlain = (node: EntityNode): boolean =>
  node.kind === "EventsNode" &&
  (node.math ?? "total") === "total" &&
  isEmpty(node.properties) &&
  isEmpty(node.fixedProperties);

const isEmpty = (filters: EntityNode["properties"]): boolean =>
  filters === undefined || (Array.isArray(filters) && filters.length === 0);

/** Actors without an event of the first step can't start (in any order, every event can). */
function canStart({ order }: FunnelPlan, items: EventItems): Expr {
  const marks = order === "unordered" ? items.anyStep : items.step(0);
  return compare(call("countIf", items.has(field("item"), marks)), ">", constant(0));
}

/** Sorted items; the last one is never reached. */
const inOrder = (array: Expr, items: EventItems): Expr =>
  call("arrayPushBack", call("arraySort", array), items.never);

/** The same with steps that may start an attempt before other steps at the same time. */
function startsFirst(array: Expr, items: EventItems): Expr {
  const item = param("i");
  const later = toNumber(and(items.has(item, items.anyStep), not(items.has(item, items.start))));
  const sorted = call("arraySort", lambda(["i"], tuple(items.time(item), later, item)), array);
  return call("arrayPushBack", sorted, items.never);
}

function plain(plan: FunnelPlan, items: EventItems): Rows {
  const from = over({
    select: [field("actor"), alias("items", inOrder(call("groupArray", field("item")), items))],
    from: events(plan, items),
    groupBy: [field("actor")],
    having: canStart(plan, items),
  });
  return { from, columns: ["actor", "items"] };
}

function brokenDown(plan: FunnelPlan, items: EventItems, breakdown: FunnelBreakdown): Rows {
  const { attribution, value, isGiven, asList } = breakdown;
  const source = events(plan, items, [alias("value", value)]);
  const columns = ["actor", "breakdown", "items"];
  if (attribution.kind === "first_touch" || attribution.kind === "last_touch") {
    const stepsOnly = plan.order !== "strict" && plan.exclusions.length === 0;
    const ofStep = stepsOnly ? [] : [items.has(field("item"), items.anyStep)];
    const given = and(...ofStep, isGiven(field("value")));
    const touch = attribution.kind === "first_touch" ? "argMinIf" : "argMaxIf";
    const from = over({
      select: [
        field("actor"),
        alias("breakdown", asList(call(touch, field("value"), field("item"), given))),
        alias("items", inOrder(call("groupArray", field("item")), items)),
      ],
      from: source,
      groupBy: [field("actor")],
      having: canStart(plan, items),
    });
    return { from, columns };
  }
  return { from: perValue(plan, items, breakdown, source), columns };
}

/** One row an actor and value: the steps that are attributed can be filled only by events with that value. */
function perValue(
  plan: FunnelPlan,
  items: EventItems,
  { attribution, asList }: FunnelBreakdown,
  source: Select,
): Select {
  const first = plan.order === "unordered" && attribution.kind === "step";
  const bound = attribution.kind === "step" && !first ? items.step(attribution.step) : items.anyStep;
  const pairs = over({
    select: [field("actor"), alias("pairs", call("groupArray", tuple(field("item"), field("value"))))],
    from: source,
    groupBy: [field("actor")],
    having: canStart(plan, items),
  });
  const [item, value] = [nth(field("p"), 1), nth(field("p"), 2)];
  const values = mapArrays({ p: filterArrays({ p: field("pairs") }, items.has(item, bound)) }, value);
  const expanded = over({
    select: [
      field("actor"),
      field("pairs"),
      alias("value", call("arrayJoin", call("arrayDistinct", values))),
    ],
    from: pairs,
  });
  const same = eq(value, call("assumeNotNull", field("value")));
  const kept = first
    ? call("if", and(same, items.has(item, bound)), items.set(item, items.start), item)
    : call("if", same, item, items.clear(item, bound));
  return over({
    select: [
      field("actor"),
      alias("breakdown", asList(field("value"))),
      alias("items", (first ? startsFirst : inOrder)(mapArrays({ p: field("pairs") }, kept), items)),
    ],
    from: expanded,
  });
}
