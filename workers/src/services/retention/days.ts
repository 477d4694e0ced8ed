import { retentionDays } from "@edgewise/core/privacy/retention.ts";
import { findPaidPlan } from "@edgewise/db/mysql/repos/retention.ts";
import type { Deps } from "../../deps.ts";
import type { QueryTenant } from "../query/tenant.ts";

/** How long an environment's events are kept; `plan` null where nobody pays anybody. */
export async function retentionOf(tenant: QueryTenant, deps: Deps) {
  const plan = deps.env.RETENTION === "plans" ? await findPaidPlan(tenant, deps.db) : null;
  const { event_days: chosen } = (tenant.environment.settings.privacy ?? {}) as {
    event_days?: number | null;
  };
  const own = chosen ?? null;
  return { plan, own, days: retentionDays({ plan, own }) };
}
