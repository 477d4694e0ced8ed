import type { SpendingLimits } from "@edgewise/core/billing/limits.ts";
import { type BillingSettingsRow, saveBillingSettings } from "@edgewise/db/mysql/repos/billing.ts";
import type { Deps } from "../../deps.ts";
import type { OrganizationAccess } from "../../http/authorize.ts";
import { changesBetween, recordActivity } from "../activity/record.ts";
import { settleTerms } from "./payments/terms.ts";
import { type BillingSettings, billingSettings, pushSettings } from "./settings.ts";

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
  await settleTerms(access, deps);
  await pushSettings(access, after, deps);
  return after;
}
