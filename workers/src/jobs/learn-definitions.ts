import { activeEnvironments, findEnvironment } from "@edgewise/db/mysql/repos/projects.ts";
import type { Deps } from "../deps.ts";
import { learnProperties } from "../services/definitions/learn.ts";
import { inRegionOf } from "../services/regions/in-region.ts";

const ENVIRONMENTS_PER_RUN = 200;
const RUN_MS = 30_000;
const BUDGET = { events: 2_000_000, ms: 10_000 };

/** Learns the properties of new events, environment by environment; where it stopped, the next minute goes on. */
export async function learnDefinitions(deps: Deps): Promise<{ cells: number; failed: number }> {
  const start = deps.now().getTime();
  const outcome = { cells: 0, failed: 0 };
  const { ids: environments } = await activeEnvironments(
    deps.db,
    ENVIRONMENTS_PER_RUN,
    Math.floor(start / 60_000),
  );
  for (const id of environments) {
    if (deps.now().getTime() - start > RUN_MS) break;
    try {
      const found = await findEnvironment(id, deps.db);
      if (!found) continue;
      outcome.cells += await learnProperties(id, BUDGET, await inRegionOf(found.project, deps));
    } catch (error) {
      outcome.failed += 1;
      console.error(JSON.stringify({ job: "learn-definitions", environmentId: id, error: String(error) }));
    }
  }
  return outcome;
}
