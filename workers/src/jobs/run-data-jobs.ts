import { dueDataJobs } from "@edgewise/db/mysql/repos/data-jobs.ts";
import type { Deps } from "../deps.ts";
import { expireFiles } from "../services/data-jobs/expire.ts";
import { DATA_JOB_DEAD_MS, runDataJob } from "../services/data-jobs/run.ts";
import { inRegionOf } from "../services/regions/in-region.ts";

const JOBS_PER_RUN = 20;
const RUN_MS = 45_000;
const MAX_ATTEMPTS = 50;

/** Goes on with deletions, exports and imports that were not finished when they were asked for. */
export async function runDataJobs(deps: Deps): Promise<Record<string, number>> {
  const start = deps.now();
  const outcomes: Record<string, number> = {};
  const deadAt = new Date(start.getTime() - DATA_JOB_DEAD_MS);
  for (const row of await dueDataJobs(deps.db, start, deadAt, MAX_ATTEMPTS, JOBS_PER_RUN)) {
    if (deps.now().getTime() - start.getTime() > RUN_MS) break;
    const outcome = await runDataJob(row, await inRegionOf(row, deps));
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  const files = await expireFiles(deps);
  return files === 0 ? outcomes : { ...outcomes, files };
}
