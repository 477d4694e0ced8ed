import type { Expr } from "../../sql/ast.ts";
import { arithmetic, call, compare, constant, field } from "../../sql/build.ts";
import type { FunnelPlan } from "./plan.ts";

/**
 * An event as a funnel sees it: its time (ms since the start of the range) above its marks, one bit for each step and
 * exclusion it matches. Sorted, items are in order of time; at the same time exclusions come before steps and earlier
 * steps before later ones, so that a step and the next one at the same moment count.
 */
export interface EventItems {
  /** The item of an event. */
  readonly item: Expr;
  /** An item later than any event, without marks: a step that isn't reached. */
  readonly never: Expr;
  readonly time: (item: Expr) => Expr;
  /** The greatest item within the conversion window of an attempt that starts with this one. */
  readonly deadline: (start: Expr) => Expr;
  /** The greatest item at the same time. */
  readonly latest: (item: Expr) => Expr;
  /** Is any of these marks set? */
  readonly has: (item: Expr, marks: bigint) => Expr;
  readonly clear: (item: Expr, marks: bigint) => Expr;
  readonly set: (item: Expr, marks: bigint) => Expr;
  readonly step: (step: number) => bigint;
  readonly anyStep: bigint;
  readonly exclusion: (index: number) => bigint;
  /** Mark of events that may start an attempt, where not every first step may. */
  readonly start: bigint;
}

/** Bits of an item that fits into the engine's widest plain integer, with room for a window and «never» above. */
const PLAIN_BITS = 61;
/** A time that is never reached, ms; small enough to add a window to. */
const NEVER = 2n ** 50n;

/** The layout of a funnel's items: a number of 64 bits where time and marks fit, else of 128. */
export function eventItems(plan: FunnelPlan): EventItems {
  const { steps, exclusions, range, windowMs, layout } = plan;
  const ranks = layout === "ranked";
  const low = 1 + exclusions.length;
  const step = (index: number) => 1n << BigInt(low + index);
  const exclusion = (index: number) => 1n << BigInt(1 + index);
  const bits = low + steps.length * (ranks ? 2 : 1);
  const marks = sum([
    ...steps.map((condition, index) => mark(condition, step(index))),
    ...exclusions.map(({ condition }, index) => mark(condition, exclusion(index))),
  ]);
  const anyStep = ((1n << BigInt(steps.length)) - 1n) << BigInt(low);
  const timeBits = Math.ceil(Math.log2(range.to - range.from + 2));
  const plain = bits + timeBits <= PLAIN_BITS;
  const wide = (value: Expr): Expr => call(plain ? "toUInt64" : "toUInt128", value);
  /** A span of ms as the part of an item above its marks. */
  const above = (ms: bigint): Expr =>
    plain ? constant(ms << BigInt(bits)) : call("bitShiftLeft", wide(constant(ms)), constant(bits));
  const since = arithmetic(call("toUnixTimestamp64Milli", field("timestamp")), "-", constant(range.from));
  const latest = (item: Expr) => call("bitOr", item, constant((1n << BigInt(bits)) - 1n));
  return {
    item: call(
      "bitOr",
      call("bitShiftLeft", wide(since), constant(bits)),
      call("toUInt64", ranks ? firstStepAbove(marks, anyStep, steps.length) : marks),
    ),
    never: above(plain ? 1n << BigInt(62 - bits) : NEVER),
    time: (item) => call("toUInt64", call("bitShiftRight", item, constant(bits))),
    deadline: (start) => latest(arithmetic(start, "+", above(BigInt(windowMs)))),
    latest,
    has: (item, wanted) => compare(call("bitAnd", item, constant(wanted)), "!=", constant(0)),
    clear: (item, unwanted) => call("bitXor", item, call("bitAnd", item, constant(unwanted))),
    set: (item, wanted) => call("bitOr", item, constant(wanted)),
    step,
    anyStep,
    exclusion,
    start: 1n,
  };
}

const mark = (condition: Expr, value: bigint): Expr => call("if", condition, constant(value), constant(0));

const sum = (terms: readonly Expr[]): Expr => terms.reduce((all, term) => arithmetic(all, "+", term));

/** Events that match several steps: sorted by the first of them, so its bit is repeated above the others. */
function firstStepAbove(marks: Expr, anyStep: bigint, steps: number): Expr {
  const matched = call("bitAnd", call("toUInt64", marks), constant(anyStep));
  const first = arithmetic(
    matched,
    "-",
    call("bitAnd", matched, call("toUInt64", arithmetic(matched, "-", constant(1)))),
  );
  return call("bitOr", marks, call("bitShiftLeft", call("toUInt64", first), constant(steps)));
}
