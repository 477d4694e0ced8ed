import { DEFAULT_LIMITS, FREE_LIMITS, type SpendingLimits } from "@edgewise/core/billing/limits.ts";
import {
  type BillingSettingsRow,
  findBillingSettings,
  saveBillingSettings,
} from "@edgewise/db/mysql/repos/billing.ts";
import type { OrganizationTenant } from "@edgewise/db/mysql/tenant.ts";
import type { Deps } from "../../deps.ts";
import type { OrganizationAccess } from "../../http/authorize.ts";
import { changesBetween, recordActivity } from "../activity/record.ts";
import { meterOf } from "./meter.ts";

/** What holds for an organisation's bill now. */
export interface BillingSettings {
  readonly limits: SpendingLimits;
  /** False: nobody set limits, these are what its plan gives. */
  readonly limitsAreOwn: boolean;
  readonly pause: boolean;
  readonly row: BillingSettingsRow | null;
}

const NO_LIMITS: SpendingLimits = { overall: null, products: {} };

/** Without payments nothing costs anything; with them the free tier, then a modest amount, until somebody says else. */
function planLimits(pays: boolean | null): SpendingLimits {
  return pays === null ? NO_LIMITS : pays ? DEFAULT_LIMITS : FREE_LIMITS;
}

/** `pays`: whether the organisation has a way to pay; null where the deployment takes no payments. */
export async function billingSettings(
  tenant: OrganizationTenant,
  deps: Pick<Deps, "db">,
  pays: boolean | null = null,
): Promise<BillingSettings> {
  const row = await findBillingSettings(tenant, deps.db);
  const own = row?.limits.value ?? null;
  return { limits: own ?? planLimits(pays), limitsAreOwn: own !== null, pause: row?.pause ?? false, row };
}

/** Tells the meter what holds; it follows within a second while events come. */
export async function pushSettings(
  { organizationId }: OrganizationTenant,
  { limits, pause, row }: BillingSettings,
  deps: Pick<Deps, "env">,
): Promise<void> {
  await meterOf(deps, organizationId)?.setLimits({ version: row?.version ?? 0, limits, pause });
}

interface LimitsChange {
  /** Null = as the plan gives. */
  readonly limits?: SpendingLimits | null | undefined;
  readonly pause?: boolean | undefined;
}

const actorOf = ({ organizationId, userId }: OrganizationAccess) => ({
  organizationId,
  userId,
  projectId: null,
});

/** Changes limits: row and audit entry commit together, then the meter is told; the job tells it again. */
export async function changeLimits(
  access: OrganizationAccess,
  change: LimitsChange,
  deps: Deps,
): Promise<BillingSettings> {
  const before = await billingSettings(access, deps);
  const now = deps.now();
  const row: BillingSettingsRow = {
    organizationId: access.organizationId,
    limits: { value: change.limits === undefined ? (before.row?.limits.value ?? null) : change.limits },
    pause: change.pause ?? before.pause,
    discounts: before.row?.discounts ?? [],
    credits: before.row?.credits ?? [],
    // Rises with every write, also when two come in the same millisecond.
    version: Math.max(now.getTime(), (before.row?.version ?? 0) + 1),
    updatedAt: now,
  };
  await deps.db.transaction(async (tx) => {
    await saveBillingSettings(tx, row);
    await recordActivity(actorOf(access), tx, deps, {
      scope: "Billing",
      itemId: access.organizationId,
      activity: "updated",
      name: "Spending limits",
      changes: changesBetween(
        "Billing",
        { limits: before.row?.limits.value ?? null, pause: before.pause },
        { limits: row.limits.value, pause: row.pause },
      ),
    });
  });
  const after = await billingSettings(access, deps);
  await pushSettings(access, after, deps);
  return after;
}
