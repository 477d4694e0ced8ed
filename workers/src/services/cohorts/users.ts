import type { JsonObject } from "@edgewise/core/events/types.ts";
import { visitLeaves } from "@edgewise/core/flags/graph.ts";
import type { Executor } from "@edgewise/db/mysql/client.ts";
import { allCohorts, type CohortRow } from "@edgewise/db/mysql/repos/cohorts.ts";
import { allFlags } from "@edgewise/db/mysql/repos/flags.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid } from "../../http/errors.ts";

/** Refuses to hide a cohort that live flags or other cohorts name. */
export async function refuseWhenUsed(access: ProjectAccess, tx: Executor, cohort: CohortRow): Promise<void> {
  const [flags, cohorts] = await Promise.all([allFlags(access, tx), allCohorts(access, tx)]);
  const names = (tree: unknown): boolean => {
    let found = false;
    visitLeaves(tree as JsonObject, (leaf) => {
      if (leaf.type === "cohort" && Number(leaf.value) === cohort.id) found = true;
    });
    return found;
  };
  const users = [
    ...flags
      .filter(({ filters }) =>
        filters.groups.some(({ properties }) => names({ values: (properties ?? []) as never })),
      )
      .map(({ key }) => `flag "${key}"`),
    ...cohorts
      .filter(({ id, filters }) => id !== cohort.id && names(filters))
      .map(({ name }) => `cohort "${name}"`),
  ];
  if (users.length > 0) throw invalid("deleted", `Cohort "${cohort.name}" is used by ${users.join(", ")}.`);
}
