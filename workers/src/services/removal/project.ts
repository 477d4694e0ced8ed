import { findMembership } from "@edgewise/db/mysql/repos/organizations.ts";
import { environmentsOf, liveTokens, type ProjectRow } from "@edgewise/db/mysql/repos/projects.ts";
import { moveProject, restorableProjects, setProjectRemoval } from "@edgewise/db/mysql/repos/removal.ts";
import type { Deps } from "../../deps.ts";
import type { OrganizationAccess, ProjectAccess } from "../../http/authorize.ts";
import { ApiError, invalid, notFound } from "../../http/errors.ts";
import { roleAtLeast } from "../../http/roles.ts";
import { recordActivity } from "../activity/record.ts";
import { commitConfig } from "../config/commit.ts";
import { forgetTokens } from "../config/push-snapshot.ts";
import { RESTORED, removedAt } from "./grace.ts";

/** Hides a project from everyone; the edge stops taking its tokens. It can be restored until its grace is over. */
export async function deleteProject(access: ProjectAccess, deps: Deps): Promise<void> {
  const { projectId, project } = access;
  const now = deps.now();
  await commitConfig(access, deps, async (tx) => {
    await setProjectRemoval(access, tx, removedAt(now), now);
    const entry = { scope: "Project", itemId: projectId, activity: "deleted", name: project.name };
    return { result: undefined, entries: [entry] };
  });
  await forgetTokensOf([projectId], deps);
}

/** Makes the directory of the edge forget the tokens of deleted projects; the snapshot has none of them left either. */
export async function forgetTokensOf(projectIds: readonly number[], deps: Deps): Promise<void> {
  const environments = await environmentsOf(projectIds, deps.db);
  const ids = environments.map(({ id }) => id);
  const tokens = await liveTokens(ids, deps.db, deps.now());
  await forgetTokens(
    tokens.map(({ token }) => token),
    deps,
  );
}

/** Brings a deleted project back, with its tokens. */
export async function restoreProject(
  access: OrganizationAccess,
  projectId: number,
  deps: Deps,
): Promise<ProjectRow> {
  const project = (await restorableProjects(access, deps.db)).find(({ id }) => id === projectId);
  if (!project) throw notFound("There is no deleted project of this number that could be restored.");
  const { organizationId, userId } = access;
  await commitConfig({ organizationId, projectId, userId }, deps, async (tx) => {
    await setProjectRemoval({ organizationId, projectId }, tx, RESTORED, deps.now());
    const entry = { scope: "Project", itemId: projectId, activity: "restored", name: project.name };
    return { result: undefined, entries: [entry] };
  });
  return project;
}

/** Hands a project to another organisation of which the person is an admin, too. */
export async function transferProject(
  access: ProjectAccess,
  organizationId: string,
  deps: Deps,
): Promise<void> {
  const { projectId, userId, project, principal } = access;
  if (organizationId === access.organizationId)
    throw invalid("organization_id", "The project is in this organization already.");
  const scoped = principal.key?.scopedOrganizations ?? [];
  const member = userId === null ? null : await findMembership({ organizationId }, deps.db, userId);
  if (!member || (scoped.length > 0 && !scoped.includes(organizationId)))
    throw invalid("organization_id", "You are not in this organization.", "does_not_exist");
  if (!roleAtLeast(member.role, "admin"))
    throw new ApiError(
      "permission_denied",
      "You need to be an admin of the organization that gets the project.",
    );
  const changes = [
    {
      type: "Project",
      action: "changed",
      field: "organization",
      before: access.organizationId,
      after: organizationId,
    },
  ] as const;
  const entry = { scope: "Project", itemId: projectId, activity: "transferred", name: project.name, changes };
  await commitConfig({ organizationId, projectId, userId }, deps, async (tx) => {
    await moveProject(access, tx, organizationId, deps.now());
    const left = { organizationId: access.organizationId, projectId: null, userId };
    await recordActivity(left, tx, deps, entry);
    return { result: undefined, entries: [entry] };
  });
}
