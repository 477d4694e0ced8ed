import { unpushedProjects } from "@edgewise/db/mysql/repos/config-versions.ts";
import type { Deps } from "../deps.ts";
import { pushSnapshot } from "../services/config/push-snapshot.ts";

const PROJECTS_PER_RUN = 500;

/** Repeats pushes that failed after their write was committed. Returns how many projects it reached. */
export async function pushSnapshots(deps: Deps): Promise<{ pushed: number; failed: number }> {
  let pushed = 0;
  let failed = 0;
  for (const tenant of await unpushedProjects(deps.db, PROJECTS_PER_RUN)) {
    try {
      await pushSnapshot(tenant, deps);
      pushed += 1;
    } catch (error) {
      failed += 1;
      console.error(
        JSON.stringify({ job: "push-snapshots", projectId: tenant.projectId, error: String(error) }),
      );
    }
  }
  return { pushed, failed };
}
