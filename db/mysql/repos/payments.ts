import { and, asc, desc, eq, gt, inArray, isNotNull, lt, lte, ne, or } from "drizzle-orm";
import type { Executor } from "../client.ts";
import {
  billingCustomers,
  billingEvents,
  billingTerms,
  invoices,
  meterReports,
  organizations,
} from "../schema/index.ts";
import type { OrganizationTenant } from "../tenant.ts";
import type { InvoiceRow } from "./billing.ts";

export type BillingCustomerRow = typeof billingCustomers.$inferSelect;
export type BillingTermsRow = typeof billingTerms.$inferSelect;

/** The organisation at the payment provider; null = never been there. */
export async function findBillingCustomer(
  { organizationId }: OrganizationTenant,
  db: Executor,
): Promise<BillingCustomerRow | null> {
  const where = eq(billingCustomers.organizationId, organizationId);
  return (await db.select().from(billingCustomers).where(where))[0] ?? null;
}

/** Whose customer of the provider this is. For its web hooks only. */
export async function findCustomerById(customerId: string, db: Executor): Promise<BillingCustomerRow | null> {
  const where = eq(billingCustomers.customerId, customerId);
  return (await db.select().from(billingCustomers).where(where))[0] ?? null;
}

/** Customers in the order of their organisations, after one. For scheduled jobs only. */
export async function listBillingCustomers(
  db: Executor,
  after: string,
  limit: number,
): Promise<BillingCustomerRow[]> {
  return await db
    .select()
    .from(billingCustomers)
    .where(gt(billingCustomers.organizationId, after))
    .orderBy(asc(billingCustomers.organizationId))
    .limit(limit);
}

export async function saveBillingCustomer(db: Executor, row: BillingCustomerRow): Promise<void> {
  const { organizationId: _, ...set } = row;
  await db.insert(billingCustomers).values(row).onDuplicateKeyUpdate({ set });
}

/** Whether a web hook was taken before. */
export async function knowsBillingEvent(db: Executor, id: string): Promise<boolean> {
  const known = await db.select({ id: billingEvents.id }).from(billingEvents).where(eq(billingEvents.id, id));
  return known.length > 0;
}

/** Notes a web hook as taken; again changes nothing. */
export async function saveBillingEvent(db: Executor, row: typeof billingEvents.$inferInsert): Promise<void> {
  await db
    .insert(billingEvents)
    .values(row)
    .onDuplicateKeyUpdate({ set: { id: row.id } });
}

/** What held for an organisation, oldest first. */
export async function listTerms(
  { organizationId }: OrganizationTenant,
  db: Executor,
): Promise<BillingTermsRow[]> {
  return await db
    .select()
    .from(billingTerms)
    .where(eq(billingTerms.organizationId, organizationId))
    .orderBy(asc(billingTerms.fromAt), asc(billingTerms.id));
}

/** What holds since last; null = nothing was ever noted. */
export async function lastTerms(
  { organizationId }: OrganizationTenant,
  db: Executor,
): Promise<BillingTermsRow | null> {
  const rows = await db
    .select()
    .from(billingTerms)
    .where(eq(billingTerms.organizationId, organizationId))
    .orderBy(desc(billingTerms.fromAt), desc(billingTerms.id))
    .limit(1);
  return rows[0] ?? null;
}

export async function insertTerms(db: Executor, row: BillingTermsRow): Promise<void> {
  await db.insert(billingTerms).values(row);
}

/** Invoices that wait for something: to be sent, or to be paid. Oldest first. */
export async function listOpenInvoices(
  { organizationId }: OrganizationTenant,
  db: Executor,
): Promise<InvoiceRow[]> {
  const where = and(eq(invoices.organizationId, organizationId), inArray(invoices.status, ["draft", "open"]));
  return await db.select().from(invoices).where(where).orderBy(asc(invoices.period));
}

export async function findInvoice(
  { organizationId }: OrganizationTenant,
  db: Executor,
  id: string,
): Promise<InvoiceRow | null> {
  const where = and(eq(invoices.organizationId, organizationId), eq(invoices.id, id));
  return (await db.select().from(invoices).where(where))[0] ?? null;
}

/** The same within a transaction, which others that want to change it wait for. */
export async function lockInvoice(
  { organizationId }: OrganizationTenant,
  tx: Executor,
  id: string,
): Promise<InvoiceRow | null> {
  const where = and(eq(invoices.organizationId, organizationId), eq(invoices.id, id));
  return (await tx.select().from(invoices).where(where).for("update"))[0] ?? null;
}

/** By the provider's id. */
export async function findProviderInvoice(
  { organizationId }: OrganizationTenant,
  db: Executor,
  providerId: string,
): Promise<InvoiceRow | null> {
  const where = and(eq(invoices.organizationId, organizationId), eq(invoices.providerId, providerId));
  return (await db.select().from(invoices).where(where))[0] ?? null;
}

/** What the provider says of an invoice. */
export type InvoiceNews = Pick<
  InvoiceRow,
  "status" | "providerId" | "url" | "payment" | "nextAttemptAt" | "statusAt" | "updatedAt"
>;

export async function updateInvoice(
  { organizationId }: OrganizationTenant,
  db: Executor,
  id: string,
  change: InvoiceNews,
): Promise<void> {
  await db
    .update(invoices)
    .set(change)
    .where(and(eq(invoices.organizationId, organizationId), eq(invoices.id, id)));
}

/** Products whose units of a day were told to the provider. */
export async function listMeterReports(
  { organizationId }: OrganizationTenant,
  db: Executor,
  day: string,
): Promise<string[]> {
  const where = and(eq(meterReports.organizationId, organizationId), eq(meterReports.day, day));
  const rows = await db.select({ product: meterReports.product }).from(meterReports).where(where);
  return rows.map(({ product }) => product);
}

export async function insertMeterReport(db: Executor, row: typeof meterReports.$inferInsert): Promise<void> {
  await db
    .insert(meterReports)
    .values(row)
    .onDuplicateKeyUpdate({ set: { product: row.product } });
}

/** Customers with an invoice to send, or whose next attempt is due. For scheduled jobs only. */
export async function listCustomersToCollect(
  db: Executor,
  now: Date,
  limit: number,
): Promise<BillingCustomerRow[]> {
  const due = or(
    eq(invoices.status, "draft"),
    and(eq(invoices.status, "open"), lte(invoices.nextAttemptAt, now)),
  );
  const rows = await db
    .selectDistinct({ customer: billingCustomers })
    .from(billingCustomers)
    .innerJoin(invoices, and(eq(invoices.organizationId, billingCustomers.organizationId), due))
    .limit(limit);
  return rows.map(({ customer }) => customer);
}

/** Customers with a subscription although their organisation was deleted. For scheduled jobs only. */
export async function listDeletedSubscribers(db: Executor, limit: number): Promise<BillingCustomerRow[]> {
  const lives = and(ne(billingCustomers.status, ""), ne(billingCustomers.status, "canceled"));
  const rows = await db
    .select({ customer: billingCustomers })
    .from(billingCustomers)
    .innerJoin(organizations, eq(organizations.id, billingCustomers.organizationId))
    .where(and(lives, isNotNull(organizations.deletedAt)))
    .limit(limit);
  return rows.map(({ customer }) => customer);
}

/** Customers who were asked about longest ago, before a time. For scheduled jobs only. */
export async function listStaleCustomers(
  db: Executor,
  before: Date,
  limit: number,
): Promise<BillingCustomerRow[]> {
  return await db
    .select()
    .from(billingCustomers)
    .where(and(ne(billingCustomers.status, ""), lt(billingCustomers.statusAt, before)))
    .orderBy(asc(billingCustomers.statusAt))
    .limit(limit);
}
