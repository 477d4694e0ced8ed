import { DEFAULT_LIMITS, FREE_LIMITS, type SpendingLimits } from "@edgewise/core/billing/limits.ts";
import { type BillingSettingsRow, findBillingSettings } from "@edgewise/db/mysql/repos/billing.ts";
import { lastTerms } from "@edgewise/db/mysql/repos/payments.ts";
import type { OrganizationTenant } from "@edgewise/db/mysql/tenant.ts";
import type { Deps } from "../../deps.ts";
import { meterOf } from "./meter.ts";
import { type PaymentAccount, paymentAccount } from "./payments/account.ts";

/** What holds for an organisation's bill now. */
export interface BillingSettings {
  readonly limits: SpendingLimits;
  /** False: nobody set limits, these are what its plan gives. */
  readonly limitsAreOwn: boolean;
  readonly pause: boolean;
  readonly row: BillingSettingsRow | null;
  readonly account: PaymentAccount;
}

const NO_LIMITS: SpendingLimits = { overall: null, products: {} };

/**
 * Without payments nothing costs anything until somebody sets a limit. With them the free units are the limit, whatever was
 * set, until there is a way to pay; then a modest amount, or what was set.
 */
function limitsFor(pays: boolean | null, own: SpendingLimits | null): SpendingLimits {
  if (pays === false) return FREE_LIMITS;
  return own ?? (pays === null ? NO_LIMITS : DEFAULT_LIMITS);
}

/** What holds for an organisation now, by what it set and how it stands with payments. */
export async function billingSettings(
  tenant: OrganizationTenant,
  deps: Pick<Deps, "db" | "payments" | "now">,
): Promise<BillingSettings> {
  const [row, account] = await Promise.all([
    findBillingSettings(tenant, deps.db),
    paymentAccount(tenant, deps),
  ]);
  const own = row?.limits.value ?? null;
  return {
    limits: limitsFor(account.pays, own),
    limitsAreOwn: own !== null,
    pause: row?.pause ?? false,
    row,
    account,
  };
}

/** Tells the meter what holds; it follows within a second while events come. */
export async function pushSettings(
  tenant: OrganizationTenant,
  { limits, pause, row }: BillingSettings,
  deps: Pick<Deps, "db" | "env">,
): Promise<void> {
  const terms = await lastTerms(tenant, deps.db);
  const version = Math.max(row?.version ?? 0, terms?.fromAt.getTime() ?? 0);
  await meterOf(deps, tenant.organizationId)?.setLimits({ version, limits, pause });
}
