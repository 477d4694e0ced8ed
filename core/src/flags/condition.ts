import { type CompiledFilter, compileFilter, orderFilters } from "./filter.ts";
import type { Outcomes } from "./outcomes.ts";
import { describeReason, type FlagResult } from "./result.ts";
import { type Bag, groupBag, PERSON, type Run } from "./run.ts";
import type { Scope } from "./scope.ts";
import type { FlagCondition } from "./types.ts";
import { NEEDS_SERVER, NO, UNASKED, type Verdict, YES } from "./verdict.ts";

export interface CompiledCondition {
  readonly index: number;
  readonly definition: FlagCondition;
  /** Group type index, −1 for persons. */
  readonly aggregation: number;
  readonly bag: Bag;
  /** The condition's aggregation is not its flag's. */
  readonly isMixed: boolean;
  readonly filters: readonly CompiledFilter[];
  /** Their ids beside them: what was asked before in a run is answered without touching a filter. */
  readonly filterIds: readonly number[];
  /** 0–100; 100 needs no hash. */
  readonly rollout: number;
  /** Index of the variant every match gets, −1 when the hash decides. */
  readonly fixedVariant: number;
  /** Answers of a match: [no variant, variant 0, variant 1, …]. */
  readonly matches: readonly FlagResult[];
  /** The flag's answer when this is the strongest reason met, by {@link MissRank}. */
  readonly misses: readonly FlagResult[];
}

/** Why a condition did not match; of several, the strongest is reported, of equals the later. */
export type MissRank = 0 | 1 | 2;
export const NO_GROUP: MissRank = 0;
export const NO_MATCH: MissRank = 1;
export const OUT_OF_ROLLOUT: MissRank = 2;
const MISS_CODES = ["no_group_type", "no_condition_match", "out_of_rollout_bound"] as const;

/** `outcomes` builds the flag's answers. */
export function compileCondition(
  condition: FlagCondition,
  index: number,
  flagAggregation: number | null | undefined,
  variants: readonly string[],
  scope: Scope,
  outcomes: Outcomes,
): CompiledCondition {
  const own = condition.aggregation_group_type_index;
  const effective = own === undefined ? flagAggregation : own;
  const aggregation = isGroupIndex(effective) ? effective : -1;
  const bag = aggregation < 0 ? PERSON : groupBag(aggregation);
  const reason = describeReason("condition_match", index);
  const filters = orderFilters(condition.properties ?? []).map((filter) => compileFilter(filter, bag, scope));
  return {
    index,
    definition: condition,
    aggregation,
    bag,
    isMixed: (effective ?? null) !== (flagAggregation ?? null),
    filters,
    filterIds: filters.map(({ id }) => id),
    rollout: condition.rollout_percentage ?? 100,
    fixedVariant: condition.variant ? variants.indexOf(condition.variant) : -1,
    matches: [null, ...variants].map((variant) => outcomes.match(variant, reason)),
    misses: MISS_CODES.map((code) => outcomes.miss(code, index)),
  };
}

export function isGroupIndex(value: number | null | undefined): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value < 5;
}

/** All filters must match; one NO decides, else one undecided leaves the condition undecided. */
export function matchFilters(condition: CompiledCondition, run: Run): Verdict {
  const { filterIds } = condition;
  const { verdicts } = run;
  let answer: Verdict = YES;
  for (let i = 0; i < filterIds.length; i++) {
    const id = filterIds[i]!;
    let one = verdicts[id]!;
    if (one === UNASKED) {
      one = condition.filters[i]!.match(run);
      verdicts[id] = one;
    }
    if (one === NO) return NO;
    if (one !== YES && answer !== NEEDS_SERVER) answer = one;
  }
  return answer;
}
