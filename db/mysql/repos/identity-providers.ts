import { eq } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { identityProviders } from "../schema/index.ts";
import type { OrganizationTenant } from "../tenant.ts";

export type IdentityProviderRow = typeof identityProviders.$inferSelect;

export async function findIdentityProvider(
  tenant: OrganizationTenant,
  db: Executor,
): Promise<IdentityProviderRow | null> {
  const [row] = await db
    .select()
    .from(identityProviders)
    .where(eq(identityProviders.organizationId, tenant.organizationId))
    .limit(1);
  return row ?? null;
}

/** A provider by its id, whoever's it is: for the log-in itself, which begins without a tenant. */
export async function findIdentityProviderById(
  id: string,
  db: Executor,
): Promise<IdentityProviderRow | null> {
  const [row] = await db.select().from(identityProviders).where(eq(identityProviders.id, id)).limit(1);
  return row ?? null;
}

/** Writes an organisation's provider, in place of an earlier one. */
export async function putIdentityProvider(
  tenant: OrganizationTenant,
  db: Executor,
  row: IdentityProviderRow,
): Promise<void> {
  await deleteIdentityProvider(tenant, db);
  await db.insert(identityProviders).values(row);
}

export async function deleteIdentityProvider(tenant: OrganizationTenant, db: Executor): Promise<void> {
  await db.delete(identityProviders).where(eq(identityProviders.organizationId, tenant.organizationId));
}

/** Seals a provider's secret anew; another write in between wins. */
export async function resealIdentityProvider(
  row: Pick<IdentityProviderRow, "id" | "updatedAt">,
  db: Executor,
  clientSecret: string,
): Promise<void> {
  await db.update(identityProviders).set({ clientSecret }).where(eq(identityProviders.id, row.id));
}

/** Every provider of the deployment, for the job that seals secrets anew. */
export async function allIdentityProviders(db: Executor): Promise<IdentityProviderRow[]> {
  return await db.select().from(identityProviders);
}
