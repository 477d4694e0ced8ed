import type { Deps } from "../deps.ts";
import { deliverDue } from "../services/notifications/deliver.ts";
import { deliverSubscriptions as deliver } from "../services/subscriptions/deliver.ts";

/** Sends the subscriptions whose hour has come. */
export async function deliverSubscriptions(deps: Deps): Promise<{ completed: number; failed: number }> {
  const done = await deliver(deps);
  // The outbox's own job may have run already.
  if (done.completed > 0) await deliverDue(deps);
  return done;
}
