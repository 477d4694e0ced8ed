import type { JsonValue } from "../events/types.ts";
import type { CompiledFlag, CompiledFlags } from "./compile.ts";
import { type CompiledCondition, matchFilters } from "./condition.ts";
import { type EvaluateOptions, type FlagRequest, type StoredProperties, startRun } from "./evaluate.ts";
import { personIdentifier } from "./evaluate-flag.ts";
import {
  holdoutHash,
  isInHoldout,
  isInRollout,
  pickVariant,
  rolloutHash,
  variantHash,
} from "./hash/bucket.ts";
import type { FlagResult } from "./result.ts";
import type { Run } from "./run.ts";
import type { PropertyFilter } from "./types.ts";
import { VERDICT_NAMES, type VerdictName, YES } from "./verdict.ts";

export interface FilterExplanation {
  readonly filter: PropertyFilter;
  readonly verdict: VerdictName;
  /** What the filter looked at; absent when the property is. */
  readonly actual?: JsonValue;
}

export interface ConditionExplanation {
  readonly index: number;
  /** What became of it; conditions after the deciding one are explained too, but did not count. */
  readonly outcome: "match" | "no_match" | "out_of_rollout" | "no_identifier" | "undecided";
  readonly decided: boolean;
  readonly filters: readonly FilterExplanation[];
  /** Who was bucketed; null when the request has no such group or device. */
  readonly identifier: string | null;
  readonly rollout: { readonly percentage: number; readonly hash: number | null };
}

export interface FlagExplanation {
  readonly result: FlagResult;
  readonly isActive: boolean;
  readonly conditions: readonly ConditionExplanation[];
  readonly holdout: { readonly percentage: number; readonly hash: number; readonly isMember: boolean } | null;
  /** Where the hash falls among the variants; null for flags without variants. */
  readonly variant: { readonly hash: number; readonly picked: string | null } | null;
  /** Answers of the flags its conditions refer to. */
  readonly dependencies: readonly FlagResult[];
}

/** Why a flag answers what it answers: the same closures as `evaluate`, each looked at. Null for an unknown key. */
export function explain(
  compiled: CompiledFlags,
  key: string,
  request: FlagRequest,
  options: EvaluateOptions,
  stored?: StoredProperties,
): FlagExplanation | null {
  const flag = compiled.flags.find(({ definition }) => definition.key === key);
  if (flag === undefined) return null;
  const run = startRun(compiled, request, options, stored);
  const result = run.resultOf(flag.index);
  const person = personIdentifier(flag, run) ?? run.distinct;
  const deciding = result.reason.code === "condition_match" ? result.reason.condition_index : null;
  return {
    result,
    isActive: flag.isActive,
    conditions: flag.conditions.map((condition) => explainCondition(flag, condition, run, deciding)),
    holdout: flag.holdout && {
      percentage: flag.holdout.percentage,
      hash: holdoutHash(person),
      isMember: isInHoldout(holdoutHash(person), flag.holdout.percentage),
    },
    variant: explainVariant(flag, run, deciding),
    dependencies: flag.dependencies.map((index) => run.resultOf(index)),
  };
}

function identifierOf(flag: CompiledFlag, condition: CompiledCondition, run: Run) {
  return condition.aggregation < 0 ? personIdentifier(flag, run) : run.groups[condition.aggregation]!;
}

function explainCondition(
  flag: CompiledFlag,
  condition: CompiledCondition,
  run: Run,
  deciding: number | null,
): ConditionExplanation {
  const identifier = identifierOf(flag, condition, run);
  const hash = identifier && condition.rollout !== 100 ? rolloutHash(flag.prefix, identifier) : null;
  const filters = condition.filters.map(({ definition, match, read }) => {
    const actual = read(run);
    return {
      filter: definition,
      verdict: VERDICT_NAMES[match(run)],
      ...(actual === undefined ? {} : { actual }),
    };
  });
  return {
    index: condition.index,
    outcome: outcomeOf(condition, identifier !== null, hash, run),
    decided: condition.index === deciding,
    filters,
    identifier: identifier?.text ?? null,
    rollout: { percentage: condition.rollout, hash },
  };
}

function outcomeOf(
  condition: CompiledCondition,
  hasIdentifier: boolean,
  hash: number | null,
  run: Run,
): ConditionExplanation["outcome"] {
  if (!hasIdentifier) return "no_identifier";
  const verdict = VERDICT_NAMES[matchFilters(condition, run)];
  if (verdict !== VERDICT_NAMES[YES]) return verdict === "no" ? "no_match" : "undecided";
  return hash === null || isInRollout(hash, condition.rollout) ? "match" : "out_of_rollout";
}

function explainVariant(flag: CompiledFlag, run: Run, deciding: number | null): FlagExplanation["variant"] {
  if (flag.bounds.length === 0) return null;
  const condition = flag.conditions[deciding ?? 0];
  const identifier = condition && identifierOf(flag, condition, run);
  if (!identifier) return null;
  const hash = variantHash(flag.prefix, identifier);
  const index = pickVariant(hash, flag.bounds);
  return { hash, picked: flag.definition.filters.multivariate?.variants[index]?.key ?? null };
}
