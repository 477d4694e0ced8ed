import type { BillingCustomerRow } from "@edgewise/db/mysql/repos/payments.ts";
import { findBillingCustomer, saveBillingCustomer } from "@edgewise/db/mysql/repos/payments.ts";
import type { OrganizationTenant } from "@edgewise/db/mysql/tenant.ts";
import type { Deps } from "../../../deps.ts";
import { changesBetween, recordActivity } from "../../activity/record.ts";
import { collectOpen } from "./collect.ts";
import { settleTerms } from "./terms.ts";
import { paymentsOf, unwrap } from "./unwrap.ts";

/** What of a customer belongs on the record. */
const facts = ({ plan, status, cancelAt, card }: BillingCustomerRow) => ({
  plan,
  status,
  cancel_at: cancelAt?.toISOString() ?? null,
  card: card === null ? null : `${card.brand} ${card.last4}`,
});

/**
 * Asks the provider how an organisation stands and keeps that. So the order in which news come does not matter, nor whether
 * one is lost. A new card is tried on what is owed at once. Null = it never was a customer.
 */
export async function syncCustomer(
  tenant: OrganizationTenant,
  deps: Deps,
): Promise<BillingCustomerRow | null> {
  const before = await findBillingCustomer(tenant, deps.db);
  if (before === null) return null;
  const state = unwrap(await paymentsOf(deps).customer(before.customerId));
  const { subscription, card } = state;
  const now = deps.now();
  const after: BillingCustomerRow = {
    ...before,
    subscriptionId: subscription?.id ?? null,
    plan: subscription?.plan ?? "",
    status: subscription?.status ?? "",
    cancelAt: subscription?.cancelAt ?? null,
    periodEnd: subscription?.periodEnd ?? null,
    card,
    statusAt: now,
    updatedAt: now,
  };
  const changes = changesBetween("Billing", facts(before), facts(after));
  await deps.db.transaction(async (tx) => {
    await saveBillingCustomer(tx, after);
    if (changes.length === 0) return;
    await recordActivity({ ...tenant, projectId: null, userId: null }, tx, deps, {
      scope: "Billing",
      itemId: tenant.organizationId,
      activity: "updated",
      name: "Plan and card",
      changes,
    });
  });
  await settleTerms(tenant, deps);
  if (changes.some(({ field }) => field === "card") && card !== null) await collectOpen(tenant, deps, "now");
  return after;
}
