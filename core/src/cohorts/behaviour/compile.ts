import type { DateRange } from "../../insights/date-range/range.ts";
import type { Expr } from "../../sql/ast.ts";
import {
  and,
  call,
  compare,
  constant,
  eq,
  field,
  instant,
  lambda,
  parametric,
  tuple,
} from "../../sql/build.ts";
import type { Behaviour, CountOperator } from "../definition.ts";
import { CohortProblem } from "../problem.ts";
import type { BehaviourKind } from "./kinds.ts";
import { type Moment, milliseconds, periodStarts, recentFrom, windowOf } from "./window.ts";

/** A behaviour over the events of one person. */
export interface CompiledBehaviour {
  /** An aggregate: true when the person behaved so. */
  readonly holds: Expr;
  /** Which events it looks at. */
  readonly reads: Expr;
  /** Earliest of them, ms; absent = since ever. */
  readonly from?: number;
  readonly to: number;
}

export interface Conditions {
  /** The event (or action), its filters left out. */
  readonly entity: Expr;
  readonly filters: Expr;
  /** The second event of a sequence. */
  readonly next?: Expr;
}

interface Input {
  readonly behaviour: Behaviour;
  readonly did: Expr;
  readonly conditions: Conditions;
  readonly moment: Moment;
  readonly window: DateRange;
  /** No other behaviour shares the scan: each row of it is one that `reads` lets in. */
  readonly alone: boolean;
}

const COMPARE: Readonly<Record<CountOperator, "==" | ">" | ">=" | "<" | "<=">> = {
  exact: "==",
  eq: "==",
  gt: ">",
  gte: ">=",
  lt: "<",
  lte: "<=",
};

const time = field("timestamp");
const within = (from: number, to: number): Expr =>
  and(compare(time, ">=", instant(from)), compare(time, "<=", instant(to)));
const before = (ms: number): Expr => compare(time, "<", instant(ms));
const count = (condition: Expr): Expr => call("countIf", condition);
/** How often it happened within the window. */
const countRecent = ({ alone, did, window }: Input): Expr =>
  alone ? call("count") : count(and(did, within(window.from, window.to)));
const some = (condition: Expr): Expr => compare(count(condition), ">=", constant(1));
const none = (condition: Expr): Expr => eq(count(condition), constant(0));

/** Compares a count; a count of zero never fits: who didn't do it did not do it at most n times. */
function fits(counted: Expr, { operator = "exact", times = 1 }: Behaviour): Expr {
  const holds = compare(counted, COMPARE[operator], constant(times));
  return operator === "lt" || operator === "lte" ? and(compare(counted, ">=", constant(1)), holds) : holds;
}

type Compile = (input: Input) => CompiledBehaviour;

const inWindow = ({ did, window }: Input, holds: Expr): CompiledBehaviour => ({
  holds,
  reads: and(did, within(window.from, window.to)),
  ...window,
});

/** The person's first ever event of the kind: it must lie in the window and meet the filters. */
const firstTime: Compile = (input) => {
  const { conditions, did, window } = input;
  const { entity, filters } = conditions;
  const recent = within(window.from, window.to);
  const plain = filters.node === "And" && filters.exprs.length === 0;
  const first = (condition: Expr): Expr => call("minIf", time, and(condition, recent));
  const holds = plain
    ? and(some(and(did, recent)), none(and(entity, before(window.from))))
    : and(some(and(did, recent)), none(and(entity, before(window.from))), eq(first(did), first(entity)));
  return { holds, reads: and(entity, compare(time, "<=", instant(window.to))), to: window.to };
};

/** Before the recent part of the window, but not in it. */
const stopped: Compile = (input) => {
  const { did, window } = input;
  const recent = recentPart(input);
  return inWindow(
    input,
    and(some(and(did, within(window.from, recent - 1))), none(and(did, within(recent, window.to)))),
  );
};

/** In the recent part of the window, not in the part before it, but earlier. */
const restarted: Compile = (input) => {
  const { did, window } = input;
  const recent = recentPart(input);
  const holds = and(
    some(and(did, within(recent, window.to))),
    none(and(did, within(window.from, recent - 1))),
    some(and(did, before(window.from))),
  );
  return { holds, reads: and(did, compare(time, "<=", instant(window.to))), to: window.to };
};

function recentPart({ behaviour, moment, window }: Input): number {
  const from = behaviour.within ? recentFrom(behaviour.within, moment) : window.to;
  if (from > window.from) return from;
  throw new CohortProblem("seq_time_value", "The recent time must be shorter than the whole window.");
}

/** In at least so many of the last periods, each of which has the wanted count. */
const regularly: Compile = ({ behaviour, did, moment }) => {
  const { window = { value: 1, unit: "day" }, minPeriods = 1, totalPeriods = 1 } = behaviour;
  const starts = periodStarts(window, totalPeriods, moment);
  const from = starts[0] ?? moment.now;
  const to = (starts.at(-1) ?? moment.now) - 1;
  const happened = and(did, within(from, to));
  const milli = call("toUnixTimestamp64Milli", time);
  const bounds = { node: "Array", exprs: starts.slice(0, -1).map((start) => constant(start)) } as const;
  const period = call("arrayCount", lambda(["bound"], compare(field("bound"), "<=", milli)), bounds);
  const periods = call("groupArrayIf", period, happened);
  const counted = call("countEqual", periods, field("period"));
  const good = lambda(["period"], fits(counted, behaviour));
  const range = call("range", constant(1), constant(totalPeriods + 1));
  const holds = compare(call("arrayCount", good, range), ">=", constant(minPeriods));
  return { holds, reads: happened, from, to };
};

const FIRST_ONLY = 0;
const BOTH = 1;
const NEXT_ONLY = 2;

/**
 * The event, and at the same time or later, at most `within` apart, another one that is `next`. Sorted by time and,
 * at one time, first events before second ones, each second event meets the latest first event before it.
 */
const sequence: Compile = (input) => {
  const { behaviour, conditions, did, window } = input;
  const next = conditions.next ?? did;
  const most = behaviour.within ? milliseconds(behaviour.within) : 0;
  const either = and({ node: "Or", exprs: [did, next] }, within(window.from, window.to));
  if (areTwoEvents(behaviour)) {
    const inside = input.alone ? and() : within(window.from, window.to);
    const at = call("toUInt64", call("toUnixTimestamp64Milli", time));
    const steps = parametric("windowFunnel", [constant(most)], at, and(did, inside), and(next, inside));
    return { holds: eq(steps, constant(2)), reads: either, ...window };
  }
  const kind = call(
    "multiIf",
    and(did, next),
    constant(BOTH),
    next,
    constant(NEXT_ONLY),
    constant(FIRST_ONLY),
  );
  const record = tuple(call("toUnixTimestamp64Milli", time), kind);
  const sorted = call("arraySort", call("groupArrayIf", record, either));
  const at = (name: string): Expr => call("tupleElement", field(name), constant(1));
  const what = (name: string): Expr => call("tupleElement", field(name), constant(2));
  const latest = call("arrayFill", lambda(["r"], compare(what("r"), "<=", constant(BOTH))), sorted);
  const gap = call("minus", at("b"), at("a"));
  const follows = lambda(
    ["b", "a"],
    and(
      compare(what("b"), ">=", constant(BOTH)),
      compare(what("a"), "<=", constant(BOTH)),
      compare(gap, "<=", constant(most)),
    ),
  );
  const holds = call("arrayExists", follows, call("arrayPopFront", sorted), call("arrayPopBack", latest));
  return { holds, reads: either, ...window };
};

/** No event is both: then the engine's own funnel of two steps says the same, in half the time. */
const areTwoEvents = ({ entity, next }: Behaviour): boolean =>
  next !== undefined && entity.type === "events" && next.type === "events" && entity.key !== next.key;

const COMPILE: Readonly<Record<BehaviourKind, Compile>> = {
  performed_event: (input) => inWindow(input, compare(countRecent(input), ">=", constant(1))),
  performed_event_multiple: (input) => inWindow(input, fits(countRecent(input), input.behaviour)),
  performed_event_first_time: firstTime,
  performed_event_sequence: sequence,
  performed_event_regularly: regularly,
  stopped_performing_event: stopped,
  restarted_performing_event: restarted,
};

/** Throws {@link CohortProblem} for windows that make no sense. */
export function compileBehaviour(
  behaviour: Behaviour,
  conditions: Conditions,
  moment: Moment,
  alone: boolean,
): CompiledBehaviour {
  const did = and(conditions.entity, conditions.filters);
  const window = windowOf(behaviour, moment);
  return COMPILE[behaviour.kind]({ behaviour, did, conditions, moment, window, alone });
}
