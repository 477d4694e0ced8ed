import { type DataJobRow, expireDataJobs, updateDataJob } from "@edgewise/db/mysql/repos/data-jobs.ts";
import type { EnvironmentTenant } from "@edgewise/db/mysql/tenant.ts";
import type { RegionDeps } from "../../deps.ts";
import { EXPORT_PREFIX } from "../erase/folders.ts";
import { deleteBelow } from "../erase/stored-files.ts";

/** Folder of an export's files. */
export const exportFolder = ({ environmentId, id }: Pick<DataJobRow, "environmentId" | "id">): string =>
  `${EXPORT_PREFIX}${environmentId}/${id}/`;

/** Deletes the files of an environment's finished exports: somebody in them was deleted. Answers how many went. */
export async function deleteExports(tenant: EnvironmentTenant, deps: RegionDeps): Promise<number> {
  let count = 0;
  for (const id of await expireDataJobs(tenant, deps.db, "export", deps.now())) {
    count += await deleteBelow(exportFolder({ environmentId: tenant.environmentId, id }), deps);
    await updateDataJob(deps.db, id, { expiresAt: null });
  }
  return count;
}
