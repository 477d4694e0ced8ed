import { findDataJob } from "@edgewise/db/mysql/repos/data-jobs.ts";
import { findMembership } from "@edgewise/db/mysql/repos/organizations.ts";
import { findEnvironment } from "@edgewise/db/mysql/repos/projects.ts";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid } from "../../http/errors.ts";
import { roleAtLeast } from "../../http/roles.ts";
import { exportFolder } from "../exports/delete.ts";
import { inRegionOf } from "../regions/in-region.ts";

/** The folder of a finished export that the caller may read; whoever may not learns nothing. */
export async function sourceFolder(
  { userId, principal }: ProjectAccess,
  environmentId: number,
  exportId: string,
  deps: RegionDeps,
): Promise<string> {
  const missing = invalid("source_export_id", `There is no finished export "${exportId}" in that project.`);
  const found = await findEnvironment(environmentId, deps.db);
  if (!found || userId === null) throw missing;
  const { organizationId, id: projectId } = found.project;
  const membership = await findMembership({ organizationId }, deps.db, userId);
  if (!membership || !roleAtLeast(membership.role, "admin")) throw missing;
  const teams = principal.key && "scopedTeams" in principal.key ? principal.key.scopedTeams : [];
  if (teams.length > 0 && !teams.includes(environmentId) && !teams.includes(projectId)) throw missing;
  const tenant = { organizationId, projectId, environmentId };
  const row = await findDataJob(tenant, deps.db, "export", exportId);
  if (row?.state !== "done" || row.expiresAt === null) throw missing;
  // What one region keeps is carried to another one by whoever decides so, never by us.
  if ((await inRegionOf(tenant, deps)).region !== deps.region)
    throw invalid(
      "source_project_id",
      "That project's data lives in another region: download its export and upload the files here.",
    );
  return exportFolder(row);
}
