import type { JsonObject } from "@edgewise/core/events/types.ts";
import { add, type Interval, startOf } from "@edgewise/core/insights/date-range/calendar.ts";

/** A visitor as the reference knows one. */
export interface RefPerson {
  readonly profile: boolean;
  readonly properties: Readonly<Record<string, string | number>>;
  readonly events: readonly RefEvent[];
  /** On the static list, cohort {@link LIST}. */
  readonly listed: boolean;
}

export interface RefEvent {
  readonly name: string;
  /** ms since the epoch. */
  readonly t: number;
  readonly colour?: string;
}

export const LIST = 900;
export const NESTED = 901;

interface World {
  readonly now: number;
  readonly zone: string;
  /** Definition of cohort {@link NESTED}. */
  readonly nested: JsonObject;
}

type Leaf = JsonObject & { type: string };

/** Membership by plain reading of docs/cohorts.md: slow, obvious, and independent of the compiler. */
export function isMember(tree: JsonObject, person: RefPerson, world: World): boolean {
  const leaves = leavesOf(tree, world);
  const named = leaves.some((leaf) => leaf.type !== "person" && leafHolds(leaf, person, world));
  return (person.profile || named) && treeHolds(tree, person, world);
}

function leavesOf(tree: JsonObject, world: World): Leaf[] {
  if (Array.isArray(tree.values))
    return (tree.values as JsonObject[]).flatMap((node) => leavesOf(node, world));
  if (tree.type === "cohort" && tree.value === NESTED) return leavesOf(world.nested, world);
  return [tree as Leaf];
}

function treeHolds(tree: JsonObject, person: RefPerson, world: World): boolean {
  if (!Array.isArray(tree.values)) {
    const holds =
      tree.type === "cohort" && tree.value === NESTED
        ? treeHolds(world.nested, person, world)
        : leafHolds(tree as Leaf, person, world);
    return holds !== (tree.negation === true);
  }
  const nodes = tree.values as JsonObject[];
  const one = (node: JsonObject) => treeHolds(node, person, world);
  return tree.type === "AND" ? nodes.every(one) : nodes.some(one);
}

function leafHolds(leaf: Leaf, person: RefPerson, world: World): boolean {
  if (leaf.type === "cohort") return person.listed;
  if (leaf.type === "person") return propertyHolds(leaf, person.profile ? person.properties : {});
  return behaved(leaf, person.events, world);
}

function propertyHolds({ key, operator, value }: JsonObject, properties: RefPerson["properties"]): boolean {
  const actual = properties[String(key)];
  switch (operator) {
    case "is_set":
      return actual !== undefined;
    case "is_not_set":
      return actual === undefined;
    case "exact":
      return actual !== undefined && (value as string[]).includes(String(actual));
    case "is_not":
      return actual === undefined || !(value as string[]).includes(String(actual));
    default:
      return actual !== undefined && Number(actual) > Number(value);
  }
}

/** Local midnight so many units ago; for hours the full hour. */
function ago(count: number, unit: string, { now, zone }: Pick<World, "now" | "zone">): number {
  const calendar = { zone, weekStart: 0 } as const;
  return startOf(unit === "hour" ? "hour" : "day", add(unit as Interval, now, -count, calendar), calendar);
}

function behaved(leaf: Leaf, events: readonly RefEvent[], world: World): boolean {
  const wanted = (leaf.event_filters as JsonObject[] | undefined)?.[0]?.value;
  const kind = events.filter(({ name }) => name === leaf.key);
  const did = kind.filter(({ colour }) => wanted === undefined || colour === wanted);
  const from = ago(Number(leaf.time_value), String(leaf.time_interval), world);
  const to = ago(-1, "day", world) - 1;
  const between = (list: readonly RefEvent[], low: number, high: number) =>
    list.filter(({ t }) => t >= low && t <= high);
  const recent = () => ago(Number(leaf.seq_time_value), String(leaf.seq_time_interval), world);
  switch (leaf.value) {
    case "performed_event":
      return between(did, from, to).length > 0;
    case "performed_event_multiple":
      return fits(between(did, from, to).length, leaf);
    case "performed_event_first_time": {
      const first = Math.min(...kind.map(({ t }) => t));
      return first >= from && first <= to && did.some(({ t }) => t === first);
    }
    case "stopped_performing_event":
      return between(did, from, recent() - 1).length > 0 && between(did, recent(), to).length === 0;
    case "restarted_performing_event":
      return (
        between(did, recent(), to).length > 0 &&
        between(did, from, recent() - 1).length === 0 &&
        did.some(({ t }) => t < from)
      );
    case "performed_event_regularly":
      return regularly(leaf, did, world);
    default:
      return sequence(leaf, between(did, from, to), between(events, from, to));
  }
}

function fits(count: number, { operator, operator_value }: JsonObject): boolean {
  const n = Number(operator_value);
  if (count === 0) return false;
  switch (operator) {
    case "gte":
      return count >= n;
    case "lte":
      return count <= n;
    case "gt":
      return count > n;
    case "lt":
      return count < n;
    default:
      return count === n;
  }
}

function regularly(leaf: Leaf, did: readonly RefEvent[], world: World): boolean {
  const total = Number(leaf.total_periods);
  const size = Number(leaf.time_value);
  const unit = String(leaf.time_interval);
  let good = 0;
  for (let period = 0; period < total; period++) {
    const low = ago(size * (period + 1), unit, world);
    const high = ago(size * period, unit, world);
    if (fits(did.filter(({ t }) => t >= low && t < high).length, leaf)) good += 1;
  }
  return good >= Number(leaf.min_periods);
}

const SECONDS: Readonly<Record<string, number>> = {
  hour: 3600,
  day: 86_400,
  week: 604_800,
  month: 2_592_000,
};

function sequence(leaf: Leaf, did: readonly RefEvent[], all: readonly RefEvent[]): boolean {
  const most = Number(leaf.seq_time_value) * (SECONDS[String(leaf.seq_time_interval)] ?? 0) * 1000;
  return did.some((first) =>
    all.some(
      (second) =>
        second !== first &&
        second.name === leaf.seq_event &&
        second.t >= first.t &&
        second.t - first.t <= most,
    ),
  );
}
