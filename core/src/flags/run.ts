import type { JsonObject } from "../events/types.ts";
import type { Identifier } from "./hash/bucket.ts";
import type { FlagResult } from "./result.ts";
import type { UNASKED, Verdict } from "./verdict.ts";

/** Where a filter's property is read: the person, or a group by its type index + 1. */
export type Bag = 0 | 1 | 2 | 3 | 4 | 5;
export const PERSON: Bag = 0;

export function groupBag(typeIndex: number): Bag {
  return (typeIndex + 1) as Bag;
}

/** One evaluation of a flag set for one request. */
export interface Run {
  /** What filters said in this run, by their id. */
  readonly verdicts: (Verdict | typeof UNASKED)[];
  /** ms since the epoch. */
  readonly now: number;
  /** Properties by {@link Bag}; undefined when nothing is known. */
  readonly bags: readonly (JsonObject | undefined)[];
  /** Bit n: bag n may have properties that are not known here, so an absent one is undecided. */
  readonly partialBags: number;
  readonly distinct: Identifier;
  readonly device: Identifier | null;
  /** Continuity: stored hash keys by flag key, then the anonymous ID of the request. */
  readonly overrides: Readonly<Record<string, string>> | undefined;
  readonly anonymous: Identifier | null;
  /** Group keys by type index; null when the request has none. */
  readonly groups: readonly (Identifier | null)[];
  /** Result of the flag at this index, evaluated when first asked for. */
  readonly resultOf: (flagIndex: number) => FlagResult;
}
