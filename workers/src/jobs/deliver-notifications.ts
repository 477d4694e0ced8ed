import { deleteOldNotifications } from "@edgewise/db/mysql/repos/notifications.ts";
import type { Deps } from "../deps.ts";
import { type Delivered, deliverDue } from "../services/notifications/deliver.ts";

const KEPT_MS = 30 * 86_400_000;

/** Sends what waits in the outbox, and forgets what was sent a month ago. */
export async function deliverNotifications(deps: Deps): Promise<Delivered> {
  const delivered = await deliverDue(deps);
  await deleteOldNotifications(deps.db, new Date(deps.now().getTime() - KEPT_MS));
  return delivered;
}
