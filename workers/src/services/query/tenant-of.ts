import { findEnvironment } from "@edgewise/db/mysql/repos/projects.ts";
import type { Deps } from "../../deps.ts";
import type { QueryTenant } from "./tenant.ts";

/** The tenant of an environment, for jobs; null when it or its project is gone. */
export async function tenantOf(environmentId: number, deps: Deps): Promise<QueryTenant | null> {
  const found = await findEnvironment(environmentId, deps.db);
  if (!found) return null;
  const { organizationId, id: projectId } = found.project;
  return { ...found, organizationId, projectId, environmentId };
}
