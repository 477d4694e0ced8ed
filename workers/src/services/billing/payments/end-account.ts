import { monthOf } from "@edgewise/core/billing/proration.ts";
import type { OrganizationTenant } from "@edgewise/db/mysql/tenant.ts";
import type { Deps } from "../../../deps.ts";
import { closePeriod } from "../invoices.ts";
import { paymentAccount } from "./account.ts";
import { collectOpen } from "./collect.ts";
import { syncCustomer } from "./sync.ts";
import { paymentsOf, unwrap } from "./unwrap.ts";

/** Ends the plan of an organisation that was deleted, at once, whatever it costs; what was used until now stays owed. */
export async function endPlan(tenant: OrganizationTenant, deps: Deps): Promise<void> {
  if (deps.payments === null) return;
  const { row, plan, status } = await paymentAccount(tenant, deps);
  const lives = row?.subscriptionId && status !== "" && status !== "canceled";
  if (!lives && plan === "free") return;
  if (row?.subscriptionId) unwrap(await paymentsOf(deps).endSubscription(row.subscriptionId));
  await syncCustomer(tenant, deps);
}

/**
 * Writes the last invoices of an organisation whose grace is over, the running month's among them, since nothing is used any
 * more, and collects them. Repeatable.
 */
export async function settleLast(tenant: OrganizationTenant, deps: Deps): Promise<void> {
  if (deps.payments === null) return;
  await endPlan(tenant, deps);
  const running = monthOf(deps.now().getTime());
  for (const period of [monthOf(running.start - 1), running]) await closePeriod(tenant, period, deps);
  await collectOpen(tenant, deps);
}
