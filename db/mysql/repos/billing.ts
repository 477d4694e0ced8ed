import { and, asc, desc, eq, gte, isNull, lte, or } from "drizzle-orm";
import type { Executor } from "../client.ts";
import {
  billingAlerts,
  billingSettings,
  environments,
  ingestionRules,
  invoices,
  meterDays,
  projects,
} from "../schema/index.ts";
import type { OrganizationTenant, ProjectTenant } from "../tenant.ts";

export type BillingSettingsRow = typeof billingSettings.$inferSelect;
export type BillingAlertRow = typeof billingAlerts.$inferSelect;
export type MeterDayRow = typeof meterDays.$inferSelect;
export type InvoiceRow = typeof invoices.$inferSelect;
export type IngestionRuleRow = typeof ingestionRules.$inferSelect;

/** What an organisation set; null = nothing yet. */
export async function findBillingSettings(
  { organizationId }: OrganizationTenant,
  db: Executor,
): Promise<BillingSettingsRow | null> {
  const where = eq(billingSettings.organizationId, organizationId);
  return (await db.select().from(billingSettings).where(where))[0] ?? null;
}

export async function saveBillingSettings(db: Executor, row: BillingSettingsRow): Promise<void> {
  const { organizationId: _, ...set } = row;
  await db.insert(billingSettings).values(row).onDuplicateKeyUpdate({ set });
}

/** Notes that something was said; false when it had been said before. */
export async function insertBillingAlert(db: Executor, row: BillingAlertRow): Promise<boolean> {
  const { organizationId, subject } = row;
  const where = and(eq(billingAlerts.organizationId, organizationId), eq(billingAlerts.subject, subject));
  const known = await db.select({ id: billingAlerts.id }).from(billingAlerts).where(where);
  if (known.length > 0) return false;
  await db.insert(billingAlerts).values(row);
  return true;
}

export async function listBillingAlerts(
  { organizationId }: OrganizationTenant,
  db: Executor,
  limit: number,
): Promise<BillingAlertRow[]> {
  return await db
    .select()
    .from(billingAlerts)
    .where(eq(billingAlerts.organizationId, organizationId))
    .orderBy(desc(billingAlerts.createdAt))
    .limit(limit);
}

/** Keeps a settled day; the same day again replaces it. */
export async function saveMeterDay(db: Executor, row: MeterDayRow): Promise<void> {
  const { environmentId: _, day: __, ...set } = row;
  await db.insert(meterDays).values(row).onDuplicateKeyUpdate({ set });
}

/** Settled days of an organisation, `from` to `to` inclusive. */
export async function listMeterDays(
  { organizationId }: OrganizationTenant,
  db: Executor,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<MeterDayRow[]> {
  const where = and(
    eq(meterDays.organizationId, organizationId),
    gte(meterDays.day, from),
    lte(meterDays.day, to),
  );
  return await db.select().from(meterDays).where(where).orderBy(asc(meterDays.day));
}

/** Invoices of an organisation, newest first. */
export async function listInvoices(
  { organizationId }: OrganizationTenant,
  db: Executor,
): Promise<InvoiceRow[]> {
  return await db
    .select()
    .from(invoices)
    .where(eq(invoices.organizationId, organizationId))
    .orderBy(desc(invoices.period));
}

/** Inserts a month's invoice; fails as a duplicate when the month has one. */
export async function insertInvoice(db: Executor, row: InvoiceRow): Promise<void> {
  await db.insert(invoices).values(row);
}

/** Environments of an organisation with the names of their projects, deleted ones too: what they used is on the bill. */
export async function listOrganizationEnvironments(
  { organizationId }: OrganizationTenant,
  db: Executor,
): Promise<{ id: number; name: string; projectId: number; projectName: string }[]> {
  return await db
    .select({
      id: environments.id,
      name: environments.name,
      projectId: environments.projectId,
      projectName: projects.name,
    })
    .from(environments)
    .innerJoin(projects, eq(projects.id, environments.projectId))
    .where(eq(environments.organizationId, organizationId))
    .orderBy(asc(environments.id));
}

/** Rules of a project's environments that are in force at `now`, oldest first. */
export async function listIngestionRules(
  { projectId }: ProjectTenant,
  db: Executor,
  now: Date,
): Promise<IngestionRuleRow[]> {
  const inForce = or(isNull(ingestionRules.endsAt), gte(ingestionRules.endsAt, now));
  return await db
    .select()
    .from(ingestionRules)
    .where(and(eq(ingestionRules.projectId, projectId), inForce))
    .orderBy(asc(ingestionRules.id));
}

/** Adds a rule; answers its number. */
export async function insertIngestionRule(db: Executor, row: Omit<IngestionRuleRow, "id">): Promise<number> {
  const result = await db.insert(ingestionRules).values(row);
  return Number(result.insertId);
}

export async function deleteIngestionRule(
  { projectId }: ProjectTenant,
  db: Executor,
  id: number,
): Promise<void> {
  await db
    .delete(ingestionRules)
    .where(and(eq(ingestionRules.projectId, projectId), eq(ingestionRules.id, id)));
}
