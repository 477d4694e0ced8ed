import type { Expr } from "../../sql/ast.ts";
import { arithmetic, call, compare, constant, field, parametric } from "../../sql/build.ts";
import { type InsightResult, insightError } from "../error.ts";
import type { EntityNode } from "../nodes/schema.ts";
import { uniquePeople, wholeOf } from "../people.ts";
import type { InsightContext } from "../query-kind.ts";
import { eventWeight, weightedCount, weightedMean, weightedQuantile, weightedSum } from "../weights.ts";

/** What the rows are that a math aggregates. */
export type MathSource =
  | { readonly kind: "events"; readonly where?: Expr }
  /** Per bucket and actor, how many events: column `count_per_actor`. */
  | { readonly kind: "actor counts" }
  /** Per bucket and session, its value once: column `session_value`. */
  | { readonly kind: "session values"; readonly value: Expr }
  /** Actors that were active in the window of days that ends with the bucket. */
  | { readonly kind: "trailing actors"; readonly days: number }
  /** Each actor's first event ever: of this name (`filtered` false), or that also matches the filters. */
  | { readonly kind: "first events"; readonly filtered: boolean };

/** An aggregate function; `merge` says how its values for several breakdown values become one value of «other». */
export interface Aggregate {
  readonly name: string;
  readonly params?: readonly Expr[];
  readonly args: readonly Expr[];
  /** `again`: they can't; the rest is asked for by a query of its own. */
  readonly merge: "sum" | "min" | "max" | "again";
  /** Counts different keys: its first argument. */
  readonly unique?: true;
  /** A whole expression instead of a function: SQL math. */
  readonly expr?: Expr;
}

export interface TrendsMath {
  readonly source: MathSource;
  readonly aggregate: Aggregate;
  /** Who is counted: persons, or groups of a type. */
  readonly actor: Expr;
  /** Where some data is a sample of people: which events are whole, and how many an event stands for. */
  readonly whole?: Expr;
  readonly weight?: Expr;
}

type PropertyAggregate = (value: Expr) => Aggregate;

type Weighted = (value: Expr, weight: Expr) => Aggregate;
const weightedPercentile =
  (level: number): Weighted =>
  (value, weight) => ({
    name: "",
    args: [value],
    merge: "again",
    expr: weightedQuantile(level, value, weight),
  });

/** Aggregates over rows of which some stand for several; least and greatest are of those that were kept. */
const WEIGHTED: Readonly<Record<string, Weighted>> = {
  sum: (value, weight) => ({ name: "", args: [value], merge: "sum", expr: weightedSum(value, weight) }),
  avg: (value, weight) => ({ name: "", args: [value], merge: "again", expr: weightedMean(value, weight) }),
  median: weightedPercentile(0.5),
  p75: weightedPercentile(0.75),
  p90: weightedPercentile(0.9),
  p95: weightedPercentile(0.95),
  p99: weightedPercentile(0.99),
};

const plain =
  (name: string, merge: Aggregate["merge"]): PropertyAggregate =>
  (value) => ({ name, args: [value], merge });
const percentile =
  (level: number): PropertyAggregate =>
  (value) => ({ name: "quantileExactInclusive", params: [constant(level)], args: [value], merge: "again" });

/** Aggregates over numbers: of a property, of a session's value, of the events per actor. */
const NUMERIC: Readonly<Record<string, PropertyAggregate>> = {
  avg: plain("avg", "again"),
  sum: plain("sum", "sum"),
  min: plain("min", "min"),
  max: plain("max", "max"),
  median: percentile(0.5),
  p75: percentile(0.75),
  p90: percentile(0.9),
  p95: percentile(0.95),
  p99: percentile(0.99),
};

const COUNT: Aggregate = { name: "count", args: [], merge: "sum" };
const unique = (value: Expr, whole?: Expr): Aggregate => ({
  ...(whole ? { name: "", expr: uniquePeople(value, whole) } : { name: "uniqExact" }),
  args: [value],
  merge: "again",
  unique: true,
});
/** Over rows that are grouped by the breakdown too, no aggregate can be merged. */
const again = (aggregate: Aggregate): Aggregate => ({ ...aggregate, merge: "again" });
/** The mean number of events per key needs no row for each key. */
const perUnique = (key: Expr, whole: Expr | undefined, weight: Expr | undefined): Aggregate => ({
  name: "",
  args: [],
  merge: "again",
  expr: arithmetic(weight ? weightedCount(weight) : call("count"), "/", uniquePeople(key, whole)),
});
const PER_ACTOR = "_count_per_actor";

/** The person of an event, or its group when the query analyses groups. */
export function actorField(groupTypeIndex: number | undefined): Expr {
  return groupTypeIndex === undefined ? field("person_key") : field(`$group_${groupTypeIndex}`);
}

/** The session of an event: 0 when it has none. */
export const SESSION: Expr = field("session_key");

/** Condition that an actor or session key is there; undefined for persons, whom every event has. */
export function isPresent(key: Expr): Expr | undefined {
  const name = key.node === "Field" ? String(key.chain[0]) : "";
  if (name === "session_key") return compare(key, "!=", constant(0));
  return name.startsWith("$group_") ? compare(key, "!=", constant("")) : undefined;
}

/** Of rows of one key (actor or session), how many keys each stands for. */
const KEY_WEIGHT: Expr = field("key_weight");

/** An aggregate over numbers by name, weighted where some rows stand for several. */
function numeric(math: string, weight: Expr | undefined): PropertyAggregate | undefined {
  const weighted = weight && WEIGHTED[math];
  return weighted ? (value) => weighted(value, weight) : NUMERIC[math];
}

/** How a series is aggregated (API.md 2.0 «math»); fails naming the math or the field it lacks. */
export function mathOf(
  node: EntityNode,
  groupTypeIndex: number | undefined,
  attr: string,
  context: InsightContext,
): InsightResult<TrendsMath> {
  const math = node.math ?? "total";
  const actor = actorField(groupTypeIndex);
  const [all, weight] = [wholeOf(context), eventWeight(context.sampled)];
  // Groups are seen through any of their people: a sample of people is none of groups.
  const whole = groupTypeIndex === undefined ? all : undefined;
  const sample = { ...(whole ? { whole } : {}), ...(weight ? { weight } : {}) };
  const ofEvents = (aggregate: Aggregate, key?: Expr): InsightResult<TrendsMath> => {
    const where = key && isPresent(key);
    return {
      ok: true,
      value: { source: { kind: "events", ...(where ? { where } : {}) }, aggregate, actor, ...sample },
    };
  };
  const of = (source: MathSource, aggregate: Aggregate, who = actor): InsightResult<TrendsMath> => ({
    ok: true,
    value: { source, aggregate, actor: who, ...(who === actor ? sample : {}) },
  });

  const simple = numeric(math, whole && KEY_WEIGHT);
  if (simple) {
    const ofValues = numeric(math, weight) ?? simple;
    return propertyMath(node, math, { simple, ofEvents: ofValues }, attr, ofEvents, of);
  }
  const ofActor = math.endsWith(PER_ACTOR) ? math.slice(0, -PER_ACTOR.length) : "";
  const perActor = numeric(ofActor, whole && KEY_WEIGHT);
  if (ofActor === "avg") return ofEvents(perUnique(actor, whole, weight), actor);
  if (perActor) return of({ kind: "actor counts" }, again(perActor(field("count_per_actor"))));

  switch (math) {
    case "total":
      return ofEvents(weight ? { name: "", args: [], merge: "sum", expr: weightedCount(weight) } : COUNT);
    case "dau":
      return ofEvents(unique(actor, whole), actor);
    case "weekly_active":
      return of({ kind: "trailing actors", days: 7 }, unique(field("actor")));
    case "monthly_active":
      return of({ kind: "trailing actors", days: 30 }, unique(field("actor")));
    case "unique_session":
      return ofEvents(unique(SESSION, all), SESSION);
    case "unique_group":
    case "first_time_for_group":
    case "first_matching_event_for_group": {
      if (node.math_group_type_index === undefined) {
        return insightError(
          `Math "${math}" needs "math_group_type_index".`,
          `${attr}__math_group_type_index`,
          "required",
        );
      }
      const group = actorField(node.math_group_type_index);
      if (math === "unique_group") return ofEvents(unique(group), group);
      return of({ kind: "first events", filtered: math !== "first_time_for_group" }, COUNT, group);
    }
    case "first_time_for_user":
      return of({ kind: "first events", filtered: false }, COUNT);
    case "first_matching_event_for_user":
      return of({ kind: "first events", filtered: true }, COUNT);
    case "hogql":
      return sqlMath(node, attr, context, ofEvents);
    default:
      return insightError(`Math "${math}" is unknown.`, `${attr}__math`, "invalid_choice");
  }
}

function propertyMath(
  node: EntityNode,
  math: string,
  aggregates: { readonly simple: PropertyAggregate; readonly ofEvents: PropertyAggregate },
  attr: string,
  ofEvents: (aggregate: Aggregate) => InsightResult<TrendsMath>,
  of: (source: MathSource, aggregate: Aggregate) => InsightResult<TrendsMath>,
): InsightResult<TrendsMath> {
  const property = node.math_property;
  if (property === undefined || property === "") {
    return insightError(`Math "${math}" needs "math_property".`, `${attr}__math_property`, "required");
  }
  const type = node.math_property_type ?? "event_properties";
  if (property === "$session_duration" || type === "session_properties") {
    const value = call("toFloat", field("session", property));
    return of({ kind: "session values", value }, again(aggregates.simple(field("session_value"))));
  }
  if (type === "event_properties")
    return ofEvents(aggregates.ofEvents(call("toFloat", field("properties", property))));
  if (type === "person_properties") {
    return ofEvents(aggregates.ofEvents(call("toFloat", field("person", "properties", property))));
  }
  return insightError(`"${type}" can't be aggregated here.`, `${attr}__math_property_type`, "invalid_choice");
}

function sqlMath(
  node: EntityNode,
  attr: string,
  context: InsightContext,
  ofEvents: (aggregate: Aggregate) => InsightResult<TrendsMath>,
): InsightResult<TrendsMath> {
  if (!node.math_hogql?.trim()) {
    return insightError('Math "hogql" needs "math_hogql".', `${attr}__math_hogql`, "required");
  }
  const parsed = context.parser.parseExpr(node.math_hogql);
  if (!parsed.ok) return insightError(parsed.error.message, `${attr}__math_hogql`);
  return ofEvents({ name: "", args: [], merge: "again", expr: parsed.value });
}

/** The aggregate as an expression. */
export function aggregateExpr({ expr, name, params, args }: Aggregate): Expr {
  if (expr) return expr;
  return params ? parametric(name, params, ...args) : call(name, ...args);
}

/** The condition that a key is there, if it can be absent. */
export function presence(key: Expr): readonly Expr[] {
  const condition = isPresent(key);
  return condition ? [condition] : [];
}
