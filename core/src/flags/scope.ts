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
  readonly shared: Map<string, RunMatcher>;
}

/** The matcher of `build`, or of an equal filter before it; asked at most once a run. */
export function shareMatcher(scope: Scope, name: string, build: () => RunMatcher): RunMatcher {
  const known = scope.shared.get(name);
  if (known !== undefined) return known;
  const match = build();
  let answeredIn = 0;
  let answer: Verdict = 0;
  const remembering: RunMatcher = (run) => {
    if (answeredIn === run.number) return answer;
    const fresh = match(run);
    answeredIn = run.number;
    answer = fresh;
    return fresh;
  };
  scope.shared.set(name, remembering);
  return remembering;
}
