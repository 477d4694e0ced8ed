import type { Expr } from "../../sql/ast.ts";
import { and, arithmetic, call, compare, constant, field, list, or, tuple } from "../../sql/build.ts";
import type { EntityNode } from "../nodes/schema.ts";
import { nth } from "./array-expr.ts";
import { eventNames, mayOverlap } from "./overlap.ts";
import type { FunnelPlan } from "./plan.ts";

/**
 * An event as a funnel sees it: its time (ms since the start of the range) above its marks, one bit for each step and
 * exclusion it matches. Sorted, items are in order of time; at the same time exclusions come before steps and earlier
 * steps before later ones, so that a step and the next one at the same moment count.
 */
export interface EventItems {
  /** The item of an event. */
  readonly item: Expr;
  readonly time: (item: Expr) => Expr;
  /** Is any of these marks set? */
  readonly has: (item: Expr, marks: bigint) => Expr;
  readonly clear: (item: Expr, marks: bigint) => Expr;
  readonly set: (item: Expr, marks: bigint) => Expr;
  readonly step: (step: number) => bigint;
  readonly anyStep: bigint;
  readonly exclusion: (index: number) => bigint;
  /** Mark of events that may start an attempt, where not every first step may. */
  readonly start: bigint;
  /** The marks of several items, joined: for {@link EventItems.has}. */
  readonly union: (item: Expr) => Expr;
}

const ALL_BITS = 2n ** 64n - 1n;

/** The layout of a funnel's items: one number where time and marks fit into 64 bits, else a pair of numbers. */
export function eventItems({ steps, exclusions, range, query }: FunnelPlan): EventItems {
  const low = 1 + exclusions.length;
  const step = (index: number) => 1n << BigInt(low + index);
  const exclusion = (index: number) => 1n << BigInt(1 + index);
  const overlap = overlaps(query.series);
  const bits = low + steps.length * (overlap ? 2 : 1);
  const marks = call(
    "toUInt64",
    sum([
      ...steps.map((condition, index) => mark(condition, step(index))),
      ...exclusions.map(({ condition }, index) => mark(condition, exclusion(index))),
    ]),
  );
  const anyStep = ((1n << BigInt(steps.length)) - 1n) << BigInt(low);
  const ranked = overlap ? firstStepAbove(marks, anyStep, steps.length) : marks;
  const since = call(
    "toUInt64",
    arithmetic(call("toUnixTimestamp64Milli", field("timestamp")), "-", constant(range.from)),
  );
  const packed = bits + Math.ceil(Math.log2(range.to - range.from + 2)) <= 64;
  const of = (item: Expr) => (packed ? item : nth(item, 2));
  const change = (item: Expr, to: (marks: Expr) => Expr) =>
    packed ? to(item) : tuple(nth(item, 1), to(nth(item, 2)));
  return {
    item: packed ? call("bitOr", call("bitShiftLeft", since, constant(bits)), ranked) : tuple(since, ranked),
    time: (item) =>
      packed ? call("assumeNotNull", call("bitShiftRight", item, constant(bits))) : nth(item, 1),
    has: (item, wanted) =>
      compare(call("assumeNotNull", call("bitAnd", of(item), constant(wanted))), "!=", constant(0)),
    clear: (item, unwanted) => change(item, (value) => call("bitAnd", value, constant(ALL_BITS ^ unwanted))),
    set: (item, wanted) => change(item, (value) => call("bitOr", value, constant(wanted))),
    step,
    anyStep,
    exclusion,
    start: 1n,
    union: (item) => {
      const joined = call("groupBitOr", of(item));
      return packed ? joined : tuple(constant(0), joined);
    },
  };
}

const mark = (condition: Expr, value: bigint): Expr =>
  call("if", condition, constant(Number(value)), constant(0));

const sum = (terms: readonly Expr[]): Expr => terms.reduce((all, term) => arithmetic(all, "+", term));

/** Events that match several steps: sorted by the first of them, so its bit is repeated above the others. */
function firstStepAbove(marks: Expr, anyStep: bigint, steps: number): Expr {
  const matched = call("bitAnd", marks, constant(anyStep));
  const first = arithmetic(
    matched,
    "-",
    call("bitAnd", matched, call("toUInt64", arithmetic(matched, "-", constant(1)))),
  );
  return call("bitOr", marks, call("bitShiftLeft", call("toUInt64", first), constant(steps)));
}

const overlaps = (series: readonly EntityNode[]): boolean =>
  series.some((node, index) => series.slice(index + 1).some((other) => mayOverlap(node, other)));

/** Which events a funnel reads: strict order needs all, others only those that match something. */
export function wantedEvents({ order, steps, exclusions, query }: FunnelPlan): Expr {
  if (order === "strict") return and();
  const nodes: readonly EntityNode[] = [...query.series, ...(query.funnelsFilter?.exclusions ?? [])];
  const names = nodes.map(eventNames);
  const matching = or(...steps, ...exclusions.map(({ condition }) => condition));
  if (!names.every((list) => list !== undefined)) return matching;
  const named = compare(field("event"), "in", list([...new Set(names.flat())]));
  return nodes.every(isPlain) ? named : and(named, matching);
}

const isPlain = (node: EntityNode): boolean =>
  node.kind === "EventsNode" && isEmpty(node.properties) && isEmpty(node.fixedProperties);

const isEmpty = (filters: EntityNode["properties"]): boolean =>
  filters === undefined || (Array.isArray(filters) && filters.length === 0);
