import { lookedEnvironments } from "@edgewise/db/mysql/repos/experiment-results.ts";
import { runningExperiments } from "@edgewise/db/mysql/repos/experiments.ts";
import { findFlag } from "@edgewise/db/mysql/repos/flags.ts";
import { findEnvironment } from "@edgewise/db/mysql/repos/projects.ts";
import type { Deps } from "../deps.ts";
import { computeDays } from "../services/experiments/daily.ts";
import { inRegionOf } from "../services/regions/in-region.ts";

/** Results that one run computes: each is a query over the whole experiment. */
const RESULTS_PER_RUN = 40;
const RUN_MS = 15_000;

/**
 * Stores the results of days that are over, of every running experiment: in its project's default environment, and where
 * else somebody has looked at it.
 */
export async function computeExperiments(deps: Deps): Promise<{ computed: number; failed: number }> {
  const total = { computed: 0, failed: 0 };
  const deadline = deps.now().getTime() + RUN_MS;
  for (const row of await runningExperiments(deps.db)) {
    const own = { organizationId: "", projectId: row.projectId, experimentId: row.id };
    const environments = new Set([row.projectId, ...(await lookedEnvironments(own, deps.db))]);
    for (const environmentId of environments) {
      const limit = RESULTS_PER_RUN - total.computed - total.failed;
      if (limit <= 0) return total;
      const found = await findEnvironment(environmentId, deps.db);
      if (!found) continue;
      const { organizationId } = found.project;
      const tenant = { ...found, organizationId, projectId: row.projectId, environmentId };
      const flag = await findFlag(tenant, deps.db, row.flagId);
      if (!flag) continue;
      const { computed, failed } = await computeDays(tenant, { row, flag }, await inRegionOf(tenant, deps), {
        limit,
        deadline,
      });
      total.computed += computed;
      total.failed += failed;
    }
  }
  return total;
}
