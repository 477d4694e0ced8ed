import { bumpConfigVersion } from "@edgewise/db/mysql/repos/config-versions.ts";
import type { EnvironmentTenant } from "@edgewise/db/mysql/tenant.ts";
import type { RegionDeps } from "../../deps.ts";
import { pushOrLeaveToJob } from "../config/push-snapshot.ts";
import { readEdgeLists, writeEdgeList } from "./edge-store.ts";

/** Takes distinct IDs off the lists of members that flags read at the edge. Answers how many entries went. */
export async function leaveEdgeLists(
  tenant: EnvironmentTenant & { readonly distinctIds: readonly string[] },
  deps: RegionDeps,
): Promise<number> {
  const gone = new Set(tenant.distinctIds);
  let count = 0;
  for (const { cohortId, environmentId, ids } of await readEdgeLists(tenant, deps)) {
    if (environmentId !== tenant.environmentId) continue;
    const left = ids.filter((id) => !gone.has(id));
    if (left.length === ids.length) continue;
    count += ids.length - left.length;
    await writeEdgeList(tenant, cohortId, left, deps);
  }
  if (count === 0) return 0;
  await deps.db.transaction(async (tx) => await bumpConfigVersion(tenant, tx, deps.now()));
  await pushOrLeaveToJob(tenant, deps);
  return count;
}
