import { type EvaluateOptions, evaluate, type FlagRequest, type StoredProperties } from "./evaluate.ts";
import { compileAll, makeCohort, makeFlag, person } from "./fixture.ts";
import { flagValue } from "./result.ts";
import type { FlagCondition, FlagDefinition, FlagFilters } from "./types.ts";

/** What a row of the evaluator's test tables expects; what it leaves out is not compared. */
export interface Expected {
  readonly value: boolean | string;
  readonly code: string;
  readonly index?: number | null;
  readonly payload?: string | null;
  readonly failed?: boolean;
}

export interface Row {
  readonly name: string;
  readonly groups?: readonly FlagCondition[];
  readonly filters?: Partial<FlagFilters>;
  readonly flag?: Partial<FlagDefinition>;
  readonly others?: readonly FlagDefinition[];
  readonly cohorts?: Parameters<typeof makeCohort>[];
  readonly request?: Partial<FlagRequest>;
  readonly options?: Partial<EvaluateOptions>;
  readonly stored?: Partial<StoredProperties>;
  readonly expected: Expected;
}

export const AB = {
  multivariate: {
    variants: [
      { key: "a", rollout_percentage: 50 },
      { key: "b", rollout_percentage: 50 },
    ],
  },
};
export const MATCH = (index = 0): Expected => ({ value: true, code: "condition_match", index });
export const MISS = (index: number | null = 0): Expected => ({
  value: false,
  code: "no_condition_match",
  index,
});
export const us = person("country", "exact", "US");

/** Evaluates the row's flag and picks what it expects something of. */
export function runRow({ groups, filters, flag, others = [], cohorts = [], ...row }: Row): object {
  const compiled = compileAll([makeFlag("flag", groups, filters, flag), ...others], {
    cohorts: cohorts.map((one) => makeCohort(...one)),
  });
  const stored = row.stored && { personProperties: {}, groupProperties: {}, overrides: {}, ...row.stored };
  const options = { now: 0, only: [0], ...row.options };
  const [result] = evaluate(compiled, { distinctId: "u", ...row.request }, options, stored);
  return {
    value: flagValue(result!),
    code: result!.reason.code,
    ...("index" in row.expected ? { index: result!.reason.condition_index } : {}),
    ...("payload" in row.expected ? { payload: result!.payload } : {}),
    failed: result!.failed,
  };
}
