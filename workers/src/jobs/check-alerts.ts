import type { Deps } from "../deps.ts";
import { type Checked, checkAlerts as check } from "../services/alerts/check.ts";
import { deliverDue } from "../services/notifications/deliver.ts";

/** Checks the alerts that are due, and sends what they have to say. */
export async function checkAlerts(deps: Deps): Promise<Checked> {
  const done = await check(deps);
  // The outbox's own job may have run already.
  if (done.told > 0) await deliverDue(deps);
  return done;
}
