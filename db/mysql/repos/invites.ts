import { and, desc, eq, sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { organizationInvites } from "../schema/index.ts";
import type { OrganizationTenant } from "../tenant.ts";

export type InviteRow = typeof organizationInvites.$inferSelect;

const own = (tenant: OrganizationTenant) => eq(organizationInvites.organizationId, tenant.organizationId);

/** Invitations of an organisation, newest first. */
export async function listInvites(
  tenant: OrganizationTenant,
  db: Executor,
  page: { limit: number; offset: number },
): Promise<{ total: number; rows: InviteRow[] }> {
  const [count] = await db
    .select({ total: sql<number>`count(*)` })
    .from(organizationInvites)
    .where(own(tenant));
  const rows = await db
    .select()
    .from(organizationInvites)
    .where(own(tenant))
    .orderBy(desc(organizationInvites.createdAt), desc(organizationInvites.id))
    .limit(page.limit)
    .offset(page.offset);
  return { total: Number(count?.total ?? 0), rows };
}

/** Writes an invitation; an earlier one to the address is replaced, so that only the newest link opens. */
export async function putInvite(tenant: OrganizationTenant, db: Executor, row: InviteRow): Promise<void> {
  await db.delete(organizationInvites).where(and(own(tenant), eq(organizationInvites.email, row.email)));
  await db.insert(organizationInvites).values(row);
}

export async function findInvite(
  tenant: OrganizationTenant,
  db: Executor,
  id: string,
): Promise<InviteRow | null> {
  const [row] = await db
    .select()
    .from(organizationInvites)
    .where(and(own(tenant), eq(organizationInvites.id, id)))
    .limit(1);
  return row ?? null;
}

/** By the hash of its secret, in any organisation; `lock` holds it until the transaction ends. */
export async function findInviteByHash(
  db: Executor,
  hash: string,
  { lock = false } = {},
): Promise<InviteRow | null> {
  const query = db.select().from(organizationInvites).where(eq(organizationInvites.tokenHash, hash)).limit(1);
  const [row] = lock ? await query.for("update") : await query;
  return row ?? null;
}

/** True when there was one. */
export async function deleteInvite(tenant: OrganizationTenant, db: Executor, id: string): Promise<boolean> {
  const result = await db.delete(organizationInvites).where(and(own(tenant), eq(organizationInvites.id, id)));
  return result.rowsAffected === 1;
}
