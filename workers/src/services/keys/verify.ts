import { findKeyByHash } from "@edgewise/db/mysql/repos/api-keys.ts";
import { findMembership } from "@edgewise/db/mysql/repos/organizations.ts";
import { findEnvironment } from "@edgewise/db/mysql/repos/projects.ts";
import type { Deps } from "../../deps.ts";
import { sha256Hex } from "../../http/hash.ts";
import { type Scope, scopeAllows } from "../../http/scopes.ts";

/** Whether a key may do `scope` in a project now: the edge's question about personal and secret keys. */
export async function verifyKey(
  input: { key: string; projectId: number; scope: Scope },
  deps: Deps,
): Promise<boolean> {
  const [key, found] = await Promise.all([
    findKeyByHash(await sha256Hex(input.key), deps.db),
    findEnvironment(input.projectId, deps.db),
  ]);
  if (!key || !found || key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= deps.now()))
    return false;
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
