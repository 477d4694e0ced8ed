import {
  listMembers,
  type OrganizationRow,
  organizationsOfUser,
} from "@edgewise/db/mysql/repos/organizations.ts";
import { type LogInFacts, logInFacts } from "@edgewise/db/mysql/repos/second-factors.ts";
import type { UserRow } from "@edgewise/db/mysql/repos/users.ts";
import type { Role } from "@edgewise/db/mysql/schema/organizations.ts";
import type { Deps } from "../../deps.ts";
import { type TeamInfo, teamsOf } from "../projects/teams.ts";
import { enforcedDomain } from "../sso/enforced.ts";

export interface Me {
  readonly user: UserRow;
  readonly organizations: readonly { organization: OrganizationRow; role: Role }[];
  /** Where the person is: null when they have no organisation (yet). */
  readonly current: {
    organization: OrganizationRow;
    role: Role;
    memberCount: number;
    teams: TeamInfo[];
  } | null;
  readonly team: TeamInfo | null;
  readonly facts: LogInFacts;
  /** They come in by their organisation's single sign-on and in no other way. */
  readonly ssoOnly: boolean;
}

/** A person with everything the first screen needs: organisations, the current one, the current project. */
export async function describeUser(user: UserRow, deps: Deps): Promise<Me> {
  const organizations = await organizationsOfUser(user.id, deps.db);
  const [facts, enforced] = await Promise.all([
    logInFacts([user.id], deps.db),
    enforcedDomain(user.email, user.id, deps),
  ]);
  const own = { user, organizations, facts: facts.get(user.id)!, ssoOnly: enforced !== null };
  const last = organizations.find(({ organization }) => organization.id === user.currentOrganizationId);
  const chosen = last ?? organizations[0];
  if (!chosen) return { ...own, current: null, team: null };
  const organizationId = chosen.organization.id;
  const [teams, members] = await Promise.all([
    teamsOf([organizationId], deps),
    listMembers({ organizationId }, deps.db, { limit: 1, offset: 0 }),
  ]);
  const team =
    teams.find(({ environment }) => environment.id === user.currentEnvironmentId) ?? teams[0] ?? null;
  return { ...own, current: { ...chosen, memberCount: members.total, teams }, team };
}
