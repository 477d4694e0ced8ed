import { and, asc, eq, isNotNull, isNull } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { organizationDomains, organizations } from "../schema/index.ts";
import type { OrganizationTenant } from "../tenant.ts";

export type DomainRow = typeof organizationDomains.$inferSelect;

const own = (tenant: OrganizationTenant) => eq(organizationDomains.organizationId, tenant.organizationId);

export async function listDomains(tenant: OrganizationTenant, db: Executor): Promise<DomainRow[]> {
  return await db
    .select()
    .from(organizationDomains)
    .where(own(tenant))
    .orderBy(asc(organizationDomains.createdAt), asc(organizationDomains.id));
}

export async function findDomain(
  tenant: OrganizationTenant,
  db: Executor,
  id: string,
): Promise<DomainRow | null> {
  const [row] = await db
    .select()
    .from(organizationDomains)
    .where(and(own(tenant), eq(organizationDomains.id, id)))
    .limit(1);
  return row ?? null;
}

/** Who has shown that a mail domain is theirs: of at most one living organisation. */
export async function findVerifiedDomain(db: Executor, domain: string): Promise<DomainRow | null> {
  const [row] = await db
    .select({ domain: organizationDomains })
    .from(organizationDomains)
    .innerJoin(organizations, eq(organizations.id, organizationDomains.organizationId))
    .where(
      and(
        eq(organizationDomains.domain, domain),
        isNotNull(organizationDomains.verifiedAt),
        isNull(organizations.deletedAt),
      ),
    )
    .limit(1);
  return row?.domain ?? null;
}

export async function insertDomain(db: Executor, row: DomainRow): Promise<void> {
  await db.insert(organizationDomains).values(row);
}

export async function updateDomain(
  tenant: OrganizationTenant,
  db: Executor,
  id: string,
  change: Partial<Pick<DomainRow, "verifiedAt" | "jitProvisioning" | "ssoEnforced">>,
  now: Date,
): Promise<void> {
  await db
    .update(organizationDomains)
    .set({ ...change, updatedAt: now })
    .where(and(own(tenant), eq(organizationDomains.id, id)));
}

export async function deleteDomain(tenant: OrganizationTenant, db: Executor, id: string): Promise<void> {
  await db.delete(organizationDomains).where(and(own(tenant), eq(organizationDomains.id, id)));
}
