import { listOrganizationEnvironments } from "@edgewise/db/mysql/repos/billing.ts";
import type { Deps } from "../../../deps.ts";
import type { OrganizationAccess } from "../../../http/authorize.ts";

/** Environments a caller may see: a key that is limited to projects sees theirs. */
export async function visibleEnvironments(access: OrganizationAccess, deps: Deps) {
  const teams = access.principal.key?.scopedTeams ?? [];
  const all = await listOrganizationEnvironments(access, deps.db);
  return all.filter(
    ({ id, projectId }) => teams.length === 0 || teams.includes(id) || teams.includes(projectId),
  );
}
