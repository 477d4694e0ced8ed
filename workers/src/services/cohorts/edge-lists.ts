import { visitLeaves } from "@edgewise/core/flags/graph.ts";
import { idForm } from "@edgewise/core/flags/operators/values.ts";
import type { CohortDefinition, FlagCondition } from "@edgewise/core/flags/types.ts";
import type { FlagRow } from "@edgewise/db/mysql/repos/flags.ts";

/** Distinct IDs of one cohort in one environment that the edge can hold. */
export const MAX_EDGE_MEMBERS = 10_000;
/** And of all of a project's cohorts together. */
const MAX_SNAPSHOT_MEMBERS = 100_000;

/** Adds the lists of the cohorts that flags name, as far as they fit. */
export function withMembers(
  cohorts: readonly CohortDefinition[],
  flags: readonly FlagRow[],
  lists: readonly {
    readonly cohortId: number;
    readonly environmentId: number;
    readonly ids: readonly string[];
  }[],
): CohortDefinition[] {
  const named = namedCohorts(flags, cohorts);
  let left = MAX_SNAPSHOT_MEMBERS;
  return cohorts.map((cohort) => {
    if (!named.has(cohort.id)) return cohort;
    const own = lists.filter(({ cohortId, ids }) => cohortId === cohort.id && ids.length <= left);
    if (own.length === 0) return cohort;
    left -= own.reduce((sum, { ids }) => sum + ids.length, 0);
    return {
      ...cohort,
      members: Object.fromEntries(own.map(({ environmentId, ids }) => [environmentId, ids])),
    };
  });
}

/** Cohorts that live flags ask for, also through other cohorts. */
export function namedCohorts(
  flags: readonly FlagRow[],
  cohorts: readonly Pick<CohortDefinition, "id" | "filters">[],
): ReadonlySet<number> {
  const byId = new Map(cohorts.map((cohort) => [String(cohort.id), cohort]));
  const found = new Set<number>();
  const visit = (leaf: { type?: string | null; value?: unknown }): void => {
    if (leaf.type !== "cohort") return;
    const cohort = byId.get(idForm(leaf.value as number));
    if (!cohort || found.has(cohort.id)) return;
    found.add(cohort.id);
    visitLeaves(cohort.filters ?? {}, visit);
  };
  const conditions = (filters: FlagRow["filters"] | undefined): readonly FlagCondition[] => [
    ...(filters?.groups ?? []),
    ...(filters?.super_groups ?? []),
  ];
  for (const { filters, environments, deleted, archived } of flags) {
    if (deleted || archived) continue;
    const own = Object.values(environments).flatMap((state) => conditions(state.filters));
    for (const condition of [...conditions(filters), ...own]) condition.properties?.forEach(visit);
  }
  return found;
}
