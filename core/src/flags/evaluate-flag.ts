import type { CompiledFlag } from "./compile.ts";
import {
  type CompiledCondition,
  type MissRank,
  matchFilters,
  NO_GROUP,
  NO_MATCH,
  OUT_OF_ROLLOUT,
} from "./condition.ts";
import { early } from "./early-access.ts";
import {
  holdoutHash,
  type Identifier,
  isInHoldout,
  makeIdentifier,
  pickVariant,
  rolloutHash,
  variantHash,
} from "./hash/bucket.ts";
import { BEHAVIOURAL, type FlagResult, SKIPPED_GROUPS } from "./result.ts";
import type { Run } from "./run.ts";
import { NEEDS_SERVER, NO, YES } from "./verdict.ts";

/** One flag for one run: dependencies, early access, holdout, then the conditions in stored order. */
export function evaluateFlag(flag: CompiledFlag, run: Run, isLocal: boolean): FlagResult {
  const { outcomes } = flag;
  if (!flag.isActive) return outcomes.miss("flag_disabled", null);
  if (isLocal) {
    if (flag.isContinuous || flag.isGroupUnknown) return outcomes.undecided(null);
  } else {
    if (flag.isBroken) return outcomes.miss("missing_dependency", null);
    const chosen = early(flag, run);
    if (chosen !== null) return chosen;
    // The stored hash key could not be read: another bucket would flip what the person had.
    if (flag.isContinuous && flag.needs.override && run.partialBags !== 0) return outcomes.undecided(null);
  }
  return heldOut(flag, run) ?? evaluateConditions(flag, run, isLocal);
}

function heldOut(flag: CompiledFlag, run: Run): FlagResult | null {
  const { holdout } = flag;
  if (holdout === null) return null;
  const group = flag.definition.filters.aggregation_group_type_index;
  const identifier =
    typeof group === "number" ? run.groups[group] : (personIdentifier(flag, run) ?? run.distinct);
  if (!identifier) return null;
  return isInHoldout(holdoutHash(identifier), holdout.percentage) ? holdout.result : null;
}

function evaluateConditions(flag: CompiledFlag, run: Run, isLocal: boolean): FlagResult {
  const { conditions, outcomes } = flag;
  let rank: MissRank = NO_GROUP;
  let at = -1;
  let undecidedAt = -1;
  let undecidedText: string | undefined;
  let skippedGroup = false;
  let personHash = -1;
  const person = personIdentifier(flag, run);
  for (let i = 0; i < conditions.length; i++) {
    const condition = conditions[i]!;
    const isPerson = condition.aggregation < 0;
    const identifier = isPerson ? person : run.groups[condition.aggregation]!;
    let seen: MissRank = NO_MATCH;
    if (identifier === null) {
      seen = isPerson ? OUT_OF_ROLLOUT : NO_GROUP;
      if (isPerson && isLocal) undecidedAt = i;
      if (!isPerson) skippedGroup = true;
    } else if (isLocal && condition.isMixed && !isPerson && run.bags[condition.bag] === undefined) {
      undecidedAt = i;
    } else {
      const match = matchFilters(condition, run);
      if (match === YES) {
        if (condition.rollout === 100) return matched(flag, condition, identifier);
        const hash = isPerson && personHash >= 0 ? personHash : rolloutHash(flag.prefix, identifier);
        if (isPerson) personHash = hash;
        if (hash <= condition.rollout / 100) return matched(flag, condition, identifier);
        seen = OUT_OF_ROLLOUT;
        if (flag.isEarlyExit) {
          return undecidedAt < 0 ? condition.misses[seen]! : outcomes.undecided(undecidedAt, undecidedText);
        }
      } else if (match !== NO) {
        undecidedAt = i;
        if (match === NEEDS_SERVER) undecidedText = BEHAVIOURAL;
        if (match === NEEDS_SERVER && isLocal) return outcomes.undecided(i, undecidedText);
      }
    }
    if (at < 0 || seen >= rank) {
      rank = seen;
      at = i;
    }
  }
  if (undecidedAt >= 0) return outcomes.undecided(undecidedAt, undecidedText);
  if (at < 0) return outcomes.miss("no_condition_match", null);
  if (rank === NO_MATCH && skippedGroup) return outcomes.miss("no_condition_match", at, SKIPPED_GROUPS);
  return conditions[at]!.misses[rank]!;
}

/** The variant the condition names, else the hashed one; off the end of the weights there is none. */
export function matched(
  flag: CompiledFlag,
  condition: CompiledCondition,
  identifier: Identifier,
): FlagResult {
  if (condition.fixedVariant >= 0) return condition.matches[condition.fixedVariant + 1]!;
  if (flag.bounds.length === 0) return condition.matches[0]!;
  return condition.matches[pickVariant(variantHash(flag.prefix, identifier), flag.bounds) + 1]!;
}

/** Who a person condition buckets by; null when it needs a device and there is none. */
export function personIdentifier(flag: CompiledFlag, run: Run): Identifier | null {
  if (flag.byDevice) return run.device;
  if (!flag.isContinuous) return run.distinct;
  const stored = run.overrides?.[flag.definition.key];
  return stored === undefined ? (run.anonymous ?? run.distinct) : makeIdentifier(stored);
}
