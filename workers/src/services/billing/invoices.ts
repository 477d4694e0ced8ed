import { centsOf } from "@edgewise/core/billing/cents.ts";
import { type Credit, type Invoice, type InvoiceInput, invoiceOf } from "@edgewise/core/billing/invoice.ts";
import { FREE_LIMITS } from "@edgewise/core/billing/limits.ts";
import { monthTerms } from "@edgewise/core/billing/plans.ts";
import { monthOf, type Period } from "@edgewise/core/billing/proration.ts";
import { billableByProduct } from "@edgewise/core/billing/usage.ts";
import { isDuplicate } from "@edgewise/db/mysql/client.ts";
import {
  findBillingSettings,
  insertInvoice,
  listInvoices,
  saveBillingSettings,
} from "@edgewise/db/mysql/repos/billing.ts";
import { listTerms } from "@edgewise/db/mysql/repos/payments.ts";
import type { OrganizationTenant } from "@edgewise/db/mysql/tenant.ts";
import type { Deps } from "../../deps.ts";
import { recordActivity } from "../activity/record.ts";
import { meteredUsage } from "./meter.ts";
import { dayOf } from "./overview.ts";

const DAY_MS = 86_400_000;
/** After the month's end: yesterday is settled by then, and what came late has been reported. */
const CLOSE_AFTER_MS = 2 * 3_600_000;

/** What a month comes to as counted now, with the discounts and credits of today. */
export async function monthInvoice(tenant: OrganizationTenant, period: Period, deps: Deps): Promise<Invoice> {
  const days = { from: dayOf(period.start), to: dayOf(period.end - DAY_MS) };
  const [{ rows }, priced] = await Promise.all([
    meteredUsage(tenant.organizationId, days, null, deps),
    monthPricing(tenant, period, deps),
  ]);
  return priced(billableByProduct(rows));
}

/** What units of a month come to, with its fees and limits, and the discounts and credits of today. */
export async function monthPricing(
  tenant: OrganizationTenant,
  period: Period,
  deps: Deps,
): Promise<(units: InvoiceInput["units"]) => Invoice> {
  const settings = await findBillingSettings(tenant, deps.db);
  const given = { period, discounts: settings?.discounts ?? [], credits: settings?.credits ?? [] };
  if (deps.payments === null) {
    const own = settings?.limits.value;
    return (units) => invoiceOf({ ...given, units, ...(own ? { limits: own } : {}) });
  }
  const noted = (await listTerms(tenant, deps.db)).map(({ fromAt, plan, limits }) => ({
    from: fromAt.getTime(),
    plan,
    limits,
  }));
  const terms = monthTerms(noted, period);
  const discounts = [...(terms?.discounts ?? []), ...given.discounts];
  const { fees = [], limits = FREE_LIMITS } = terms ?? {};
  return (units) => invoiceOf({ ...given, units, discounts, fees, limits });
}

/** Credits after an invoice took its part; what is used up goes. */
export function creditsAfter(credits: readonly Credit[], { credits: used }: Invoice): Credit[] {
  return credits
    .map((credit) => {
      const taken = used.filter(({ id }) => id === credit.id).reduce((sum, { amount }) => sum + amount, 0);
      return { ...credit, left: credit.left - taken };
    })
    .filter(({ left }) => left > 0);
}

/**
 * Writes the last month's invoice, once: lines, what credits it took and the audit entry commit together. Null while the
 * month is too young, when it has one, and when nothing was used.
 */
export async function closeMonth(tenant: OrganizationTenant, deps: Deps): Promise<Invoice | null> {
  const now = deps.now().getTime();
  const period = monthOf(monthOf(now).start - 1);
  return now < period.end + CLOSE_AFTER_MS ? null : await closePeriod(tenant, period, deps);
}

/** The same of a month that nothing comes to any more. Null when it has an invoice, and when nothing was used. */
export async function closePeriod(
  tenant: OrganizationTenant,
  period: Period,
  deps: Deps,
): Promise<Invoice | null> {
  const now = deps.now();
  const day = dayOf(period.start);
  if ((await listInvoices(tenant, deps.db)).some((row) => row.period === day)) return null;
  const invoice = await monthInvoice(tenant, period, deps);
  if (invoice.lines.length === 0 && invoice.due === 0) return null;
  try {
    await deps.db.transaction(async (tx) => {
      await insertInvoice(tx, {
        id: deps.newId(),
        organizationId: tenant.organizationId,
        period: day,
        content: invoice,
        // Where no payments are taken it says what was used, no more.
        status: deps.payments !== null && centsOf(invoice.due) === 0 ? "paid" : "draft",
        providerId: null,
        url: null,
        payment: null,
        nextAttemptAt: null,
        statusAt: now,
        createdAt: now,
        updatedAt: now,
      });
      const settings = await findBillingSettings(tenant, tx);
      if (settings && invoice.credits.length > 0)
        await saveBillingSettings(tx, { ...settings, credits: creditsAfter(settings.credits, invoice) });
      await recordActivity({ ...tenant, projectId: null, userId: null }, tx, deps, {
        scope: "Billing",
        itemId: day,
        activity: "created",
        name: `Invoice of ${day.slice(0, 7)}`,
      });
    });
  } catch (error) {
    // Another run was faster.
    if (isDuplicate(error)) return null;
    throw error;
  }
  return invoice;
}
