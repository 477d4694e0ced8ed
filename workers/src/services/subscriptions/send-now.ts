import { listDeliveriesOf } from "@edgewise/db/mysql/repos/subscription-deliveries.ts";
import { findSubscription } from "@edgewise/db/mysql/repos/subscriptions.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { ApiError, notFound } from "../../http/errors.ts";
import { deliverDue } from "../notifications/deliver.ts";
import { begin, runDelivery } from "./deliver.ts";

type Background = Pick<ExecutionContext, "waitUntil">;

/** Sends a subscription at once, behind the answer; its schedule stays. Throws 404, or 409 while one is under way. */
export async function sendNow(
  background: Background,
  access: ProjectAccess,
  id: number,
  trigger: "manual" | "target_change",
  deps: Deps,
): Promise<string> {
  const delivery = await deps.db.transaction(async (tx) => {
    const row = await findSubscription(access, tx, id, { lock: true });
    if (!row || row.deleted) throw notFound();
    if (!row.enabled) throw new ApiError("conflict", "The subscription is switched off: switch it on first.");
    const open = await listDeliveriesOf(tx, id, "starting", { limit: 1, offset: 0 });
    if (open.length > 0) throw new ApiError("conflict", "A delivery of this subscription is under way.");
    return await begin(tx, row, trigger, `${trigger}:${deps.newId()}`, deps);
  });
  if (!delivery) throw new ApiError("conflict", "A delivery of this subscription is under way.");
  const work = async () => {
    await runDelivery(delivery, deps);
    await deliverDue(deps);
  };
  background.waitUntil(
    work().catch((error: unknown) => {
      console.error(JSON.stringify({ job: "deliver-subscriptions", id: delivery.id, error: String(error) }));
    }),
  );
  return delivery.id;
}
