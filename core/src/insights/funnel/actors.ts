import type { Expr, Select } from "../../sql/ast.ts";
import { alias, and, call, compare, constant, eq, field, lambda, select, tuple } from "../../sql/build.ts";
import { timeCondition } from "../date-range/event-time.ts";
import type { InsightResult } from "../error.ts";
import { filterArray, mapArrays, nth, param } from "./array-expr.ts";
import { addAttempts } from "./attempts.ts";
import type { Attribution } from "./breakdown.ts";
import { type EventItems, eventItems, wantedEvents } from "./event-item.ts";
import type { FunnelPlan } from "./plan.ts";
import type { Rows } from "./runs.ts";

/**
 * One row an actor (and breakdown value) that started an attempt: `actor`, `breakdown` if there is one, `attempts`
 * as `(level, time of step 0, …)` in order of time, and `level`, the greatest of theirs.
 */
export function funnelActors(plan: FunnelPlan): InsightResult<Rows> {
  const items = eventItems(plan);
  const rows = plan.breakdown ? brokenDown(plan, items, plan.breakdown.attribution) : plain(plan, items);
  const attempts = addAttempts(rows, plan, items);
  if (!attempts.ok) return attempts;
  const { from, columns } = attempts.value;
  const attribution = plan.breakdown?.attribution;
  const reached = attribution?.kind === "step" ? attribution.step : 0;
  const level = call("arrayMax", lambda(["a"], nth(field("a"), 1)), field("attempts"));
  const query = select({
    select: [...columns.map((column) => field(column)), alias("level", level)],
    from,
    where: and(
      call("notEmpty", field("attempts")),
      ...(reached > 0 ? [compare(field("level"), ">", constant(reached))] : []),
    ),
  });
  return { ok: true, value: { from: query, columns: [...columns, "level"] } };
}

/** Events that matter, each as an item. */
function events(plan: FunnelPlan, items: EventItems, value: readonly Expr[] = []): Select {
  return select({
    select: [alias("actor", plan.actor), alias("item", items.item), ...value],
    from: "events",
    where: and(
      wantedEvents(plan),
      timeCondition(plan.range.from, plan.range.to),
      plan.filters,
      ...plan.actorPresent,
    ),
  });
}

/** Actors without an event of the first step can't start (in any order, every event can). */
function canStart(plan: FunnelPlan, items: EventItems): Expr {
  const marks = plan.order === "unordered" ? items.anyStep : items.step(0);
  return items.has(items.union(field("item")), marks);
}

function plain(plan: FunnelPlan, items: EventItems): Rows {
  const from = select({
    select: [field("actor"), alias("items", call("arraySort", call("groupArray", field("item"))))],
    from: events(plan, items),
    groupBy: [field("actor")],
    having: canStart(plan, items),
  });
  return { from, columns: ["actor", "items"] };
}

function brokenDown(plan: FunnelPlan, items: EventItems, attribution: Attribution): Rows {
  const value = plan.breakdown ? [alias("value", plan.breakdown.value)] : [];
  const source = events(plan, items, value);
  const columns = ["actor", "breakdown", "items"];
  if (attribution.kind === "first_touch" || attribution.kind === "last_touch") {
    const given = call("arrayExists", lambda(["v"], compare(param("v"), "!=", constant(""))), field("value"));
    const ofStep = items.has(field("item"), items.anyStep);
    const touch = attribution.kind === "first_touch" ? "argMinIf" : "argMaxIf";
    const from = select({
      select: [
        field("actor"),
        alias("breakdown", call(touch, field("value"), field("item"), and(ofStep, given))),
        alias("items", call("arraySort", call("groupArray", field("item")))),
      ],
      from: source,
      groupBy: [field("actor")],
      having: canStart(plan, items),
    });
    return { from, columns };
  }
  return { from: perValue(plan, items, attribution, source), columns };
}

/** One row an actor and value: the steps that are attributed can be filled only by events with that value. */
function perValue(plan: FunnelPlan, items: EventItems, attribution: Attribution, source: Select): Select {
  const first = plan.order === "unordered" && attribution.kind === "step";
  const bound = attribution.kind === "step" && !first ? items.step(attribution.step) : items.anyStep;
  const pairs = select({
    select: [field("actor"), alias("pairs", call("groupArray", tuple(field("item"), field("value"))))],
    from: source,
    groupBy: [field("actor")],
    having: canStart(plan, items),
  });
  const [item, value] = [nth(field("p"), 1), nth(field("p"), 2)];
  const values = mapArrays({ p: filterArray("p", items.has(item, bound), field("pairs")) }, value);
  const expanded = select({
    select: [
      field("actor"),
      field("pairs"),
      alias("breakdown", call("arrayJoin", call("arrayDistinct", values))),
    ],
    from: pairs,
  });
  const same = eq(value, call("assumeNotNull", field("breakdown")));
  const kept = first
    ? call("if", and(same, items.has(item, bound)), items.set(item, items.start), item)
    : call("if", same, item, items.clear(item, bound));
  return select({
    select: [
      field("actor"),
      field("breakdown"),
      alias("items", call("arraySort", mapArrays({ p: field("pairs") }, kept))),
    ],
    from: expanded,
  });
}
