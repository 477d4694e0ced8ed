import { findMembership } from "@edgewise/db/mysql/repos/organizations.ts";
import { findEnvironment } from "@edgewise/db/mysql/repos/projects.ts";
import type { Deps } from "../../deps.ts";
import { type Scope, scopeAllows } from "../../http/scopes.ts";
import { findLiveKey } from "./live.ts";

/** Whether a key may do `scope` in a project now: the edge's question about personal and secret keys. */
export async function verifyKey(
  input: { key: string; projectId: number; scope: Scope },
  deps: Deps,
): Promise<boolean> {
  const [key, found] = await Promise.all([
    findLiveKey(input.key, deps),
    findEnvironment(input.projectId, deps.db),
  ]);
  if (!key || !found) return false;
  if (!scopeAllows(key.scopes, input.scope)) return false;
  const { project, environment } = found;
  if (key.kind === "secret") {
    const owner = key.environmentId === null ? null : await findEnvironment(key.environmentId, deps.db);
    return owner?.project.id === project.id;
  }
  const teams = key.scopedTeams;
  if (teams.length > 0 && !teams.includes(environment.id) && !teams.includes(project.id)) return false;
  const organizations = key.scopedOrganizations;
  if (organizations.length > 0 && !organizations.includes(project.organizationId)) return false;
  const tenant = { organizationId: project.organizationId };
  return key.userId !== null && (await findMembership(tenant, deps.db, key.userId)) !== null;
}
