import type { OperatorOptions } from "./operators/operator.ts";
import type { Run } from "./run.ts";
import type { CohortDefinition } from "./types.ts";
import type { Verdict } from "./verdict.ts";

export type RunMatcher = (run: Run) => Verdict;

/** What a filter may refer to while it is compiled. */
export interface Scope {
  readonly options: OperatorOptions;
  readonly cohorts: ReadonlyMap<string, CohortDefinition>;
  /** Null: none in particular. */
  readonly environmentId: number | null;
  /** Index of a flag by key or id; undefined when there is none. */
  readonly flagIndex: (keyOrId: string) => number | undefined;
  /** Flags whose dependencies are missing or circular, by index. */
  readonly isBroken: (flagIndex: number) => boolean;
  /** Filters met so far by what they ask: equal ones are compiled once and answer once a run. */
  readonly shared: Map<string, SharedMatcher>;
}

/** `id` is its place among the verdicts of a run. */
export interface SharedMatcher {
  readonly id: number;
  readonly match: RunMatcher;
}

/** The matcher of `build`, or of an equal filter before it. */
export function shareMatcher(scope: Scope, name: string, build: () => RunMatcher): SharedMatcher {
  let shared = scope.shared.get(name);
  if (shared === undefined) {
    const match = build();
    shared = { id: scope.shared.size, match };
    scope.shared.set(name, shared);
  }
  return shared;
}
