import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { memberships, organizations, type Role, user } from "../schema/index.ts";
import type { OrganizationTenant } from "../tenant.ts";
import type { UserRow } from "./users.ts";

export type OrganizationRow = typeof organizations.$inferSelect;
export type MembershipRow = typeof memberships.$inferSelect;

export async function insertOrganization(db: Executor, row: OrganizationRow): Promise<void> {
  await db.insert(organizations).values(row);
}

export async function findOrganization(
  tenant: OrganizationTenant,
  db: Executor,
): Promise<OrganizationRow | null> {
  const [row] = await db
    .select()
    .from(organizations)
    .where(eq(organizations.id, tenant.organizationId))
    .limit(1);
  return row ?? null;
}

export async function updateOrganization(
  tenant: OrganizationTenant,
  db: Executor,
  change: Partial<Pick<OrganizationRow, "name" | "settings">>,
  now: Date,
): Promise<void> {
  await db
    .update(organizations)
    .set({ ...change, updatedAt: now })
    .where(eq(organizations.id, tenant.organizationId));
}

/** The living organisations a person belongs to, oldest membership first, with the role there. */
export async function organizationsOfUser(
  userId: string,
  db: Executor,
): Promise<{ organization: OrganizationRow; role: Role }[]> {
  return await db
    .select({ organization: organizations, role: memberships.role })
    .from(memberships)
    .innerJoin(organizations, eq(organizations.id, memberships.organizationId))
    .where(and(eq(memberships.userId, userId), isNull(organizations.deletedAt)))
    .orderBy(asc(memberships.createdAt), asc(memberships.id));
}

export async function insertMembership(db: Executor, row: MembershipRow): Promise<void> {
  await db.insert(memberships).values(row);
}

/** A person's place in a living organisation, with its rules. */
export async function findSeat(
  tenant: OrganizationTenant,
  db: Executor,
  userId: string,
): Promise<{ membership: MembershipRow; organization: OrganizationRow } | null> {
  const [row] = await db
    .select({ membership: memberships, organization: organizations })
    .from(memberships)
    .innerJoin(organizations, eq(organizations.id, memberships.organizationId))
    .where(
      and(
        eq(memberships.organizationId, tenant.organizationId),
        eq(memberships.userId, userId),
        isNull(organizations.deletedAt),
      ),
    )
    .limit(1);
  return row ?? null;
}

export async function findMembership(
  tenant: OrganizationTenant,
  db: Executor,
  userId: string,
): Promise<MembershipRow | null> {
  return (await findSeat(tenant, db, userId))?.membership ?? null;
}

export async function listMembers(
  tenant: OrganizationTenant,
  db: Executor,
  page: { limit: number; offset: number },
  role?: Role,
): Promise<{ total: number; rows: { membership: MembershipRow; user: UserRow }[] }> {
  const where = and(
    eq(memberships.organizationId, tenant.organizationId),
    role === undefined ? undefined : eq(memberships.role, role),
  );
  const [count] = await db.select({ total: sql<number>`count(*)` }).from(memberships).where(where);
  const rows = await db
    .select({ membership: memberships, user })
    .from(memberships)
    .innerJoin(user, eq(user.id, memberships.userId))
    .where(where)
    .orderBy(asc(memberships.createdAt), asc(memberships.id))
    .limit(page.limit)
    .offset(page.offset);
  return { total: Number(count?.total ?? 0), rows };
}

export async function updateMembershipRole(
  tenant: OrganizationTenant,
  db: Executor,
  userId: string,
  role: Role,
  now: Date,
): Promise<void> {
  await db
    .update(memberships)
    .set({ role, updatedAt: now })
    .where(and(eq(memberships.organizationId, tenant.organizationId), eq(memberships.userId, userId)));
}

export async function deleteMembership(
  tenant: OrganizationTenant,
  db: Executor,
  userId: string,
): Promise<void> {
  await db
    .delete(memberships)
    .where(and(eq(memberships.organizationId, tenant.organizationId), eq(memberships.userId, userId)));
}

export async function countOwners(tenant: OrganizationTenant, db: Executor): Promise<number> {
  const [row] = await db
    .select({ total: sql<number>`count(*)` })
    .from(memberships)
    .where(and(eq(memberships.organizationId, tenant.organizationId), eq(memberships.role, "owner")));
  return Number(row?.total ?? 0);
}
