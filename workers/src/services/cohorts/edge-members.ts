import { cohortMembersSelect } from "@edgewise/core/cohorts/members.ts";
import { isDownloadable } from "@edgewise/core/flags/definitions.ts";
import { asc, compare, field, select } from "@edgewise/core/sql/build.ts";
import { compileQuery } from "@edgewise/core/sql/compile.ts";
import type { CohortRow } from "@edgewise/db/mysql/repos/cohorts.ts";
import { bumpConfigVersion } from "@edgewise/db/mysql/repos/config-versions.ts";
import { allFlags } from "@edgewise/db/mysql/repos/flags.ts";
import type { EnvironmentTenant } from "@edgewise/db/mysql/tenant.ts";
import type { RegionDeps } from "../../deps.ts";
import { pushOrLeaveToJob } from "../config/push-snapshot.ts";
import { engineError } from "../query/engine-error.ts";
import { MAX_EDGE_MEMBERS, namedCohorts } from "./edge-lists.ts";
import { readEdgeList, writeEdgeList } from "./edge-store.ts";
import type { CohortEnvironment } from "./environment.ts";

const SECONDS = 30;

/**
 * Keeps the members of a cohort that properties can't decide (static, behavioural) as a list for flags, while it is
 * short. When the list of a cohort that flags ask for has changed, the edge is told.
 */
export async function keepEdgeMembers(
  tenant: EnvironmentTenant,
  row: CohortRow,
  count: number,
  environment: CohortEnvironment,
  deps: RegionDeps,
): Promise<void> {
  if (isDownloadable({ id: row.id, isStatic: row.isStatic, filters: row.filters })) return;
  const ids = count > MAX_EDGE_MEMBERS ? null : await memberIds(row.id, environment, deps);
  const before = await readEdgeList(tenant, row.id, deps);
  if (JSON.stringify(before) === JSON.stringify(ids)) return;
  await writeEdgeList(tenant, row.id, ids, deps);
  const flags = await allFlags(tenant, deps.db);
  const cohorts = [...environment.rows.values()].map(({ id, filters }) => ({ id, filters }));
  if (!namedCohorts(flags, cohorts).has(row.id)) return;
  await deps.db.transaction(async (tx) => await bumpConfigVersion(tenant, tx, deps.now()));
  await pushOrLeaveToJob(tenant, deps);
}

/** In order, so that equal lists are equal; null when there are too many. */
async function memberIds(
  cohortId: number,
  { context }: CohortEnvironment,
  deps: RegionDeps,
): Promise<string[] | null> {
  const query = select({
    select: [field("distinct_id")],
    from: "person_distinct_ids",
    where: compare(field("person_key"), "in", cohortMembersSelect(cohortId)),
    orderBy: [asc(field("distinct_id"))],
    limit: MAX_EDGE_MEMBERS + 1,
  });
  const compiled = compileQuery(query, context);
  if (!compiled.ok) throw new Error(compiled.error.message);
  const result = await deps.warehouse.query(compiled.value, { maxExecutionSeconds: SECONDS });
  if (!result.ok) throw engineError(result.error, SECONDS);
  const ids = result.value.rows.map(([id]) => String(id));
  return ids.length > MAX_EDGE_MEMBERS ? null : ids;
}
