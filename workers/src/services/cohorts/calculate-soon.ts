import type { CohortState } from "@edgewise/db/mysql/repos/cohort-states.ts";
import type { EnvironmentTenant } from "@edgewise/db/mysql/tenant.ts";
import type { RegionDeps } from "../../deps.ts";
import { calculateCohort } from "./calculate.ts";

type Background = Pick<ExecutionContext, "waitUntil">;

/** A write waits so long for its members: small cohorts are ready with the answer, large ones go on behind it. */
const PATIENCE_MS = 3000;
/** Whoever looks at a cohort that is older than this sets off its next calculation. */
const STALE_MS = 30_000;

/** Calculates a changed cohort at once; other environments are left to the job. */
export async function calculateSoon(
  background: Background,
  tenant: EnvironmentTenant,
  cohortId: number,
  deps: RegionDeps,
): Promise<void> {
  const calculation = start(background, tenant, cohortId, deps);
  await Promise.race([calculation, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
}

/** Sets off the next calculation of a cohort that is looked at, unless it is fresh or failing. */
export function refreshSeen(
  background: Background,
  tenant: EnvironmentTenant,
  cohortId: number,
  state: CohortState | undefined,
  deps: RegionDeps,
): void {
  const age = deps.now().getTime() - (state?.calculatedAt?.getTime() ?? 0);
  if (age > STALE_MS && (state?.errors ?? 0) === 0) start(background, tenant, cohortId, deps);
}

function start(
  background: Background,
  tenant: EnvironmentTenant,
  cohortId: number,
  deps: RegionDeps,
): Promise<unknown> {
  const calculation = calculateCohort(tenant, cohortId, deps).catch((error: unknown) => {
    console.error(JSON.stringify({ job: "calculate-cohort", cohortId, error: String(error) }));
  });
  background.waitUntil(calculation);
  return calculation;
}
