import type { Expr } from "../../sql/ast.ts";
import { and, arithmetic, call, constant, eq, field, lambda, tuple } from "../../sql/build.ts";

/** Which buckets an actor was active in: an aggregate over its events, and how to read it. */
export interface BucketSet {
  readonly aggregate: Expr;
  /** Numbers of the buckets, ascending. */
  list(aggregated: Expr): Expr;
  /** How many buckets. */
  size(aggregated: Expr): Expr;
}

/** Bits of the engine's widest plain integer. */
const WORD = 64;
/** More numbers of bits than this cost more than a list. */
const MAX_WORDS = 4;

/**
 * The set of `index` values (0 ≤ index < `count`) of the events that meet `condition`: bit masks where few fit, which
 * is twice as fast as a list of numbers.
 */
export function bucketSet(index: Expr, count: number, condition?: Expr): BucketSet {
  if (count > WORD * MAX_WORDS) {
    return {
      aggregate: condition ? call("groupUniqArrayIf", index, condition) : call("groupUniqArray", index),
      list: (aggregated) => call("arraySort", aggregated),
      size: (aggregated) => call("length", aggregated),
    };
  }
  return count > WORD ? wordSet(index, Math.ceil(count / WORD), condition) : maskSet(index, condition);
}

const one: Expr = call("toUInt64", constant(1));

function maskSet(index: Expr, condition: Expr | undefined): BucketSet {
  // A shift by less than nothing is an error even for events that the condition drops.
  const bit = call(
    "bitShiftLeft",
    one,
    condition ? call("least", call("greatest", index, constant(0)), constant(WORD - 1)) : index,
  );
  return {
    aggregate: condition ? call("groupBitOrIf", bit, condition) : call("groupBitOr", bit),
    list: (aggregated) => call("bitPositionsToArray", aggregated),
    size: (aggregated) => call("bitCount", aggregated),
  };
}

function wordSet(index: Expr, words: number, condition: Expr | undefined): BucketSet {
  const bit = call("bitShiftLeft", one, call("bitAnd", index, constant(WORD - 1)));
  const numbers = Array.from({ length: words }, (_, word) => word);
  const inWord = (word: number) => eq(call("intDiv", index, constant(WORD)), constant(word));
  const part = (aggregated: Expr, word: number): Expr => ({
    node: "TupleAccess",
    tuple: aggregated,
    index: word + 1,
  });
  const shifted = (word: number) =>
    lambda(["position"], arithmetic(field("position"), "+", constant(word * WORD)));
  const positions = (aggregated: Expr, word: number) =>
    call("arrayMap", shifted(word), call("bitPositionsToArray", part(aggregated, word)));
  return {
    aggregate: tuple(
      ...numbers.map((word) =>
        call("groupBitOrIf", bit, and(inWord(word), ...(condition ? [condition] : []))),
      ),
    ),
    list: (aggregated) => call("arrayConcat", ...numbers.map((word) => positions(aggregated, word))),
    size: (aggregated) =>
      numbers
        .map((word): Expr => call("bitCount", part(aggregated, word)))
        .reduce((sum, count) => arithmetic(sum, "+", count)),
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
