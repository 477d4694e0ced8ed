import { activeEnvironments, findEnvironment } from "@edgewise/db/mysql/repos/projects.ts";
import type { Deps } from "../deps.ts";
import { inRegionOf } from "../services/regions/in-region.ts";
import { forgetRetired } from "../services/retention/restore.ts";
import { tickRetention } from "../services/retention/tick.ts";

const ENVIRONMENTS_PER_RUN = 50;
const RUN_MS = 40_000;
/** Each environment's turn comes in its own minute of the hour. */
const MINUTES = 60;

/** Notices, deletes and forgets what is past its time, each environment about once an hour. */
export async function keepRetention(deps: Deps): Promise<Record<string, number>> {
  const start = deps.now().getTime();
  const minute = Math.floor(start / 60_000);
  const outcomes: Record<string, number> = {};
  const { ids } = await activeEnvironments(deps.db, ENVIRONMENTS_PER_RUN, minute);
  for (const id of ids) {
    if (deps.now().getTime() - start > RUN_MS) break;
    if (deps.env.RETENTION_EACH_RUN !== "on" && id % MINUTES !== minute % MINUTES) continue;
    const found = await findEnvironment(id, deps.db);
    if (!found) continue;
    const { organizationId, id: projectId } = found.project;
    const tenant = { ...found, organizationId, projectId, environmentId: id };
    try {
      const regional = await inRegionOf(tenant, deps);
      const outcome = await tickRetention(tenant, regional);
      await forgetRetired(id, regional);
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    } catch (error) {
      outcomes.failed = (outcomes.failed ?? 0) + 1;
      console.error(JSON.stringify({ job: "keep-retention", environmentId: id, error: String(error) }));
    }
  }
  return outcomes;
}
