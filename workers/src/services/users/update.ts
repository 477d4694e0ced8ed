import { findMembership } from "@edgewise/db/mysql/repos/organizations.ts";
import { findEnvironment } from "@edgewise/db/mysql/repos/projects.ts";
import { type UserRow, updateUser } from "@edgewise/db/mysql/repos/users.ts";
import type { Deps } from "../../deps.ts";
import { invalid } from "../../http/errors.ts";
import { noteForUser } from "../accounts/note.ts";
import { changesBetween } from "../activity/record.ts";

export interface UserChange {
  readonly first_name?: string;
  readonly theme_mode?: string | null;
  readonly set_current_organization?: string;
  readonly set_current_team?: number;
}

/** Changes a person's own data. Refuses an organisation or project they don't belong to. */
export async function updateMe(user: UserRow, change: UserChange, deps: Deps): Promise<void> {
  const current = await currentPlace(user, change, deps);
  await updateUser(
    user.id,
    deps.db,
    {
      ...(change.first_name === undefined ? {} : { name: change.first_name }),
      ...(change.theme_mode === undefined
        ? {}
        : { preferences: { ...user.preferences, theme_mode: change.theme_mode } }),
      ...current,
    },
    deps.now(),
  );
  const changes = changesBetween("User", { name: user.name }, { name: change.first_name ?? user.name });
  if (changes.length > 0) await noteForUser(user.id, { activity: "updated", changes }, deps);
}

async function currentPlace(user: UserRow, change: UserChange, deps: Deps) {
  const { set_current_team: team, set_current_organization: organization } = change;
  if (team !== undefined) {
    const found = await findEnvironment(team, deps.db);
    const organizationId = found?.project.organizationId;
    if (organizationId === undefined || !(await belongs(user, organizationId, deps))) {
      throw invalid("set_current_team", "Team not found.", "does_not_exist");
    }
    return { currentEnvironmentId: team, currentOrganizationId: organizationId };
  }
  if (organization === undefined) return {};
  if (!(await belongs(user, organization, deps))) {
    throw invalid("set_current_organization", "Organization not found.", "does_not_exist");
  }
  return { currentOrganizationId: organization, currentEnvironmentId: null };
}

async function belongs(user: UserRow, organizationId: string, deps: Deps): Promise<boolean> {
  return (await findMembership({ organizationId }, deps.db, user.id)) !== null;
}
