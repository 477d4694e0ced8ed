import { isGroupIndex } from "./condition.ts";
import { filterBag } from "./filter.ts";
import { visitLeaves } from "./graph.ts";
import { idForm } from "./operators/values.ts";
import { groupBag, PERSON } from "./run.ts";
import type { CohortDefinition, FlagDefinition, PropertyFilter } from "./types.ts";

/** What a flag reads beyond the request: property names by bag, and whether a stored hash key may decide it. */
export interface FlagNeeds {
  readonly properties: readonly ReadonlySet<string>[];
  readonly override: boolean;
}

/** Everything its conditions could look at; a request that brings all of it needs no stored properties. */
export function findNeeds(flag: FlagDefinition, cohorts: ReadonlyMap<string, CohortDefinition>): FlagNeeds {
  const properties = Array.from({ length: 6 }, () => new Set<string>());
  const { filters } = flag;
  const visited = new Set<string>();
  const visit = (filter: PropertyFilter, bag: 0 | 1 | 2 | 3 | 4 | 5): void => {
    if (filter.type === "flag") return;
    if (filter.type !== "cohort") {
      properties[filterBag(filter, bag)]!.add(filter.key);
      return;
    }
    const id = idForm(filter.value);
    if (visited.has(id)) return;
    visited.add(id);
    visitLeaves(cohorts.get(id)?.filters ?? {}, (leaf) => visit(leaf, PERSON));
  };
  for (const condition of filters.groups ?? []) {
    const own = condition.aggregation_group_type_index;
    const index = own === undefined ? filters.aggregation_group_type_index : own;
    for (const filter of condition.properties ?? [])
      visit(filter, isGroupIndex(index) ? groupBag(index) : PERSON);
  }
  for (const filter of filters.super_groups?.[0]?.properties ?? []) visit(filter, PERSON);
  if (filters.feature_enrollment === true) properties[PERSON]!.add(`$feature_enrollment/${flag.key}`);
  return { properties, override: needsOverride(flag) };
}

/** Only a hash can differ between a person's identifiers: without a partial rollout or variants nothing does. */
function needsOverride(flag: FlagDefinition): boolean {
  if (!flag.ensure_experience_continuity || flag.bucketing_identifier === "device_id") return false;
  if (isGroupIndex(flag.filters.aggregation_group_type_index)) return false;
  if ((flag.filters.multivariate?.variants ?? []).length > 0 || flag.filters.holdout) return true;
  return (flag.filters.groups ?? []).some(({ rollout_percentage: rollout }) => (rollout ?? 100) !== 100);
}
