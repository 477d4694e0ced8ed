import type { OperatorOptions } from "./operators/operator.ts";
import type { Run } from "./run.ts";
import type { CohortDefinition } from "./types.ts";
import type { Verdict } from "./verdict.ts";

export type RunMatcher = (run: Run) => Verdict;

/** What a filter may refer to while it is compiled. */
export interface Scope {
  readonly options: OperatorOptions;
  readonly cohorts: ReadonlyMap<string, CohortDefinition>;
  /** Index of a flag by key or id; undefined when there is none. */
  readonly flagIndex: (keyOrId: string) => number | undefined;
  /** Flags whose dependencies are missing or circular, by index. */
  readonly isBroken: (flagIndex: number) => boolean;
}
