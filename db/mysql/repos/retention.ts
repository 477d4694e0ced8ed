import { and, eq, sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { billingCustomers, retentionStates } from "../schema/index.ts";
import type { EnvironmentTenant, OrganizationTenant } from "../tenant.ts";

export type RetentionRow = typeof retentionStates.$inferSelect;

const one = ({ environmentId }: EnvironmentTenant, product: string) =>
  and(eq(retentionStates.environmentId, environmentId), eq(retentionStates.product, product));

export async function findRetention(
  tenant: EnvironmentTenant,
  db: Executor,
  product: string,
): Promise<RetentionRow | null> {
  const [row] = await db.select().from(retentionStates).where(one(tenant, product)).limit(1);
  return row ?? null;
}

/** Writes down that people were told: so many days, from `effectiveAt` on. */
export async function putNotice(
  tenant: EnvironmentTenant,
  db: Executor,
  product: string,
  notice: { readonly days: number; readonly noticeAt: Date; readonly effectiveAt: Date },
): Promise<void> {
  const row = { environmentId: tenant.environmentId, product, ...notice };
  await db.insert(retentionStates).values(row).onDuplicateKeyUpdate({ set: notice });
}

/** Notes what went; `effectiveAt` moves when something was restored. */
export async function updateRetention(
  tenant: EnvironmentTenant,
  db: Executor,
  product: string,
  change: Partial<Pick<RetentionRow, "deletedBefore" | "effectiveAt" | "lastRunAt">>,
  deletedRows = 0,
): Promise<void> {
  const rows = sql`${retentionStates.deletedRows} + ${deletedRows}`;
  await db
    .update(retentionStates)
    .set({ ...change, deletedRows: rows })
    .where(one(tenant, product));
}

/** Key of the plan that an organisation pays for; `free` when it pays for none. */
export async function findPaidPlan({ organizationId }: OrganizationTenant, db: Executor): Promise<string> {
  const [row] = await db
    .select({ plan: billingCustomers.plan })
    .from(billingCustomers)
    .where(eq(billingCustomers.organizationId, organizationId))
    .limit(1);
  return row?.plan || "free";
}
