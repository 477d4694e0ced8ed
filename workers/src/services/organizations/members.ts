import { isDuplicate } from "@edgewise/db/mysql/client.ts";
import { deleteMemberRules } from "@edgewise/db/mysql/repos/access-controls.ts";
import {
  countOwners,
  deleteMembership,
  findMembership,
  insertMembership,
  type MembershipRow,
  updateMembershipRole,
} from "@edgewise/db/mysql/repos/organizations.ts";
import { findUserByEmail } from "@edgewise/db/mysql/repos/users.ts";
import type { Role } from "@edgewise/db/mysql/schema/organizations.ts";
import type { Deps } from "../../deps.ts";
import { type OrganizationAccess, requireNoTeamLimit } from "../../http/authorize.ts";
import { ApiError, invalid, notFound } from "../../http/errors.ts";
import type { Person } from "../../http/principal.ts";
import { recordActivity } from "../activity/record.ts";

/**
 * Adds somebody who already has an account. Only owners make owners. Where people confirm their address first, nobody is
 * added unasked: it would tell anybody who has an account, and under which name.
 */
export async function addMember(
  access: OrganizationAccess,
  input: { email: string; role: Role },
  deps: Deps,
): Promise<string> {
  if (input.role === "owner" && access.role !== "owner") throw ownersOnly();
  if (deps.config.confirmFirst)
    throw new ApiError("permission_denied", "Invite people instead: they join when they accept.");
  const user = await findUserByEmail(input.email, deps.db);
  if (!user)
    throw invalid("email", `Nobody with the address "${input.email}" has signed up.`, "does_not_exist");
  const now = deps.now();
  const { organizationId } = access;
  const row = {
    id: deps.newId(),
    organizationId,
    userId: user.id,
    role: input.role,
    createdAt: now,
    updatedAt: now,
  };
  await deps.db.transaction(async (tx) => {
    await insertMembership(tx, row).catch((error) => {
      throw isDuplicate(error) ? invalid("email", `"${input.email}" is a member already.`, "unique") : error;
    });
    await recordActivity(actorOf(access), tx, deps, {
      ...entry(user.id),
      activity: "created",
      name: input.email,
    });
  });
  return user.id;
}

/** Gives a member another role. Only owners make or unmake owners; the last owner stays. */
export async function changeRole(
  access: OrganizationAccess,
  userId: string,
  role: Role,
  deps: Deps,
): Promise<void> {
  const member = await requireMember(access, userId, deps);
  requireOwnerForOwners(access, member, role);
  await deps.db.transaction(async (tx) => {
    if (member.role === "owner" && role !== "owner" && (await countOwners(access, tx)) < 2) throw lastOwner();
    await updateMembershipRole(access, tx, userId, role, deps.now());
    const changes = [
      { type: "OrganizationMembership", action: "changed", field: "role", before: member.role, after: role },
    ] as const;
    await recordActivity(actorOf(access), tx, deps, { ...entry(userId), activity: "updated", changes });
  });
}

/** Removes a member, or lets one leave. */
export async function removeMember(access: OrganizationAccess, userId: string, deps: Deps): Promise<void> {
  const member = await requireMember(access, userId, deps);
  requireOwnerForOwners(access, member, "member");
  await deps.db.transaction(async (tx) => {
    if (member.role === "owner" && (await countOwners(access, tx)) < 2) throw lastOwner();
    await deleteMembership(access, tx, userId);
    await deleteMemberRules(access.organizationId, tx, userId);
    await recordActivity(actorOf(access), tx, deps, { ...entry(userId), activity: "deleted" });
  });
}

/** Lets a person go of their own will, whatever their role; the last owner stays. Throws 404 when they are no member. */
export async function leaveOrganization(
  principal: Person,
  organizationId: string,
  deps: Deps,
): Promise<void> {
  requireNoTeamLimit(principal);
  const userId = principal.user.id;
  const membership = await findMembership({ organizationId }, deps.db, userId);
  if (!membership) throw notFound();
  const access = { principal, userId, organizationId, role: membership.role };
  await removeMember(access, userId, deps);
}

const entry = (userId: string) => ({ scope: "OrganizationMembership", itemId: userId });
const actorOf = ({ organizationId, userId }: OrganizationAccess) => ({
  organizationId,
  projectId: null,
  userId,
});
const ownersOnly = () => new ApiError("permission_denied", "Only an owner may change who is an owner.");
const lastOwner = () => invalid("role", "An organization needs an owner: make someone else owner first.");

async function requireMember(access: OrganizationAccess, userId: string, deps: Deps): Promise<MembershipRow> {
  const member = await findMembership(access, deps.db, userId);
  if (!member) throw notFound();
  return member;
}

function requireOwnerForOwners(access: OrganizationAccess, member: MembershipRow, role: Role): void {
  if (access.role === "owner" || (member.role !== "owner" && role !== "owner")) return;
  throw ownersOnly();
}
