import type { Expr } from "../../sql/ast.ts";
import { call, constant, eq, field, lambda } from "../../sql/build.ts";

/** Which buckets an actor was active in: an aggregate over its events, and how to read it. */
export interface BucketSet {
  readonly aggregate: Expr;
  /** Numbers of the buckets, ascending. */
  list(aggregated: Expr): Expr;
  /** How many buckets. */
  size(aggregated: Expr): Expr;
}

/** Bits of the engine's widest plain integer. */
const MAX_BITS = 64;

/**
 * The set of `index` values (0 ≤ index < `count`) of the events that meet `condition`: a bit mask where it fits, which
 * is twice as fast as a list of numbers.
 */
export function bucketSet(index: Expr, count: number, condition?: Expr): BucketSet {
  if (count > MAX_BITS) {
    return {
      aggregate: condition ? call("groupUniqArrayIf", index, condition) : call("groupUniqArray", index),
      list: (aggregated) => call("arraySort", aggregated),
      size: (aggregated) => call("length", aggregated),
    };
  }
  // A shift by less than nothing is an error even for events that the condition drops.
  const bit = call(
    "bitShiftLeft",
    call("toUInt64", constant(1)),
    condition ? call("least", call("greatest", index, constant(0)), constant(MAX_BITS - 1)) : index,
  );
  return {
    aggregate: condition ? call("groupBitOrIf", bit, condition) : call("groupBitOr", bit),
    list: (aggregated) => call("bitPositionsToArray", aggregated),
    size: (aggregated) => call("bitCount", aggregated),
  };
}

/** The same, but only buckets with at least `minimum` such events. */
export function bucketSetOf(minimum: number, index: Expr, count: number, condition: Expr): BucketSet {
  if (minimum <= 1) return bucketSet(index, count, condition);
  const occurrence = field("occurrence");
  const filled = (all: Expr): Expr =>
    call(
      "arrayFilter",
      lambda(["number", "occurrence"], eq(occurrence, constant(minimum))),
      all,
      call("arrayEnumerateUniq", all),
    );
  return {
    aggregate: call("groupArrayIf", index, condition),
    list: (all) => call("arraySort", filled(all)),
    size: (all) => call("length", filled(all)),
  };
}
