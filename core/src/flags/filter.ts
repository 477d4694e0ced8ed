import type { JsonValue } from "../events/types.ts";
import { compileCohort } from "./cohort.ts";
import { compileDependency } from "./dependency.ts";
import { makeReader } from "./operators/reader.ts";
import { compilePropertyFilter } from "./property-filter.ts";
import { type Bag, groupBag, PERSON, type Run } from "./run.ts";
import { type RunMatcher, type Scope, shareMatcher } from "./scope.ts";
import type { PropertyFilter } from "./types.ts";

export interface CompiledFilter {
  /** Equal filters share it: the place of their verdict in a run. */
  readonly id: number;
  readonly definition: PropertyFilter;
  readonly match: RunMatcher;
  /** The value the filter looks at; undefined when absent, or for cohorts and flags. */
  readonly read: (run: Run) => JsonValue | undefined;
}

/** Properties and flags in stored order, cohorts last (they cost most). */
export function orderFilters(filters: readonly PropertyFilter[]): readonly PropertyFilter[] {
  return [
    ...filters.filter(({ type }) => type !== "cohort"),
    ...filters.filter(({ type }) => type === "cohort"),
  ];
}

/** `bag` is what the condition is about: the person or its group. */
export function compileFilter(filter: PropertyFilter, bag: Bag, scope: Scope): CompiledFilter {
  const isLocal = scope.options.dialect === "local";
  if (filter.type === "cohort") {
    const about = isLocal ? bag : PERSON;
    const shared = shareMatcher(scope, nameOf(filter, about), () => compileCohort(filter, about, scope, []));
    return { ...shared, definition: filter, read: () => undefined };
  }
  if (filter.type === "flag") {
    const shared = shareMatcher(scope, nameOf(filter, PERSON), () => compileDependency(filter, scope));
    return { ...shared, definition: filter, read: () => undefined };
  }
  const from = filterBag(filter, bag);
  const read = makeReader(filter.key, !isLocal && from === PERSON);
  const shared = shareMatcher(scope, nameOf(filter, from), () =>
    compilePropertyFilter(filter, from, scope.options),
  );
  return { ...shared, definition: filter, read: (run) => read(run.bags[from]) };
}

/** What decides a filter's answer. */
function nameOf({ type, key, operator, value }: PropertyFilter, bag: Bag): string {
  const about = type === "cohort" || type === "flag" ? type : "property";
  return JSON.stringify([bag, about, key, operator ?? "exact", value]);
}

/** Group filters read the group type they name, everything else what the condition is about. */
export function filterBag(filter: PropertyFilter, bag: Bag): Bag {
  const index = filter.type === "group" ? filter.group_type_index : null;
  return typeof index === "number" && index >= 0 && index < 5 ? groupBag(index) : bag;
}
