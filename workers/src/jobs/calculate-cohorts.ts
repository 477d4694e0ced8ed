import { dueCohorts, forgetCalculations } from "@edgewise/db/mysql/repos/cohort-states.ts";
import type { Deps } from "../deps.ts";
import { CALCULATION_DEAD_MS, calculateCohort } from "../services/cohorts/calculate.ts";
import { inRegionOf } from "../services/regions/in-region.ts";

const COHORTS_PER_RUN = 200;
const RUN_MS = 45_000;
const HISTORY_MS = 90 * 86_400_000;

/** Calculates the cohorts whose time has come, one after the other, for most of a minute. */
export async function calculateCohorts(deps: Deps): Promise<Record<string, number>> {
  const start = deps.now();
  const outcomes: Record<string, number> = {};
  const deadAt = new Date(start.getTime() - CALCULATION_DEAD_MS);
  for (const { cohortId, tenant } of await dueCohorts(deps.db, start, deadAt, COHORTS_PER_RUN)) {
    if (deps.now().getTime() - start.getTime() > RUN_MS) break;
    const outcome = await calculateCohort(tenant, cohortId, await inRegionOf(tenant, deps));
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  await forgetCalculations(deps.db, new Date(start.getTime() - HISTORY_MS));
  return outcomes;
}
