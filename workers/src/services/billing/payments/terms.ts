import { insertTerms, lastTerms } from "@edgewise/db/mysql/repos/payments.ts";
import type { OrganizationTenant } from "@edgewise/db/mysql/tenant.ts";
import type { Deps } from "../../../deps.ts";
import { billingSettings, pushSettings } from "../settings.ts";
import { paymentAccount } from "./account.ts";

/**
 * Notes what holds now when it is not what held before, and tells the meter. To be called after anything that may change
 * plan, standing or limits, and each minute: some changes only take time. Does nothing where no payments are taken.
 */
export async function settleTerms(tenant: OrganizationTenant, deps: Deps): Promise<void> {
  if (deps.payments === null) return;
  const [{ plan }, { limits }, last] = await Promise.all([
    paymentAccount(tenant, deps),
    billingSettings(tenant, deps),
    lastTerms(tenant, deps.db),
  ]);
  const isNew = last === null || last.plan !== plan || JSON.stringify(last.limits) !== JSON.stringify(limits);
  // Who never paid anything needs no history: its limit is what is free.
  if (last === null && plan === "free") return;
  if (!isNew) return;
  const { organizationId } = tenant;
  const now = deps.now();
  // Clocks of isolates differ a little: what comes later never counts as earlier.
  const fromAt = last !== null && last.fromAt > now ? last.fromAt : now;
  await insertTerms(deps.db, { id: deps.newId(), organizationId, fromAt, plan, limits });
  await pushSettings(tenant, await billingSettings(tenant, deps), deps);
}
