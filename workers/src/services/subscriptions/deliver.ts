import type { Executor } from "@edgewise/db/mysql/client.ts";
import {
  changeDelivery,
  type DeliveryRow,
  insertDelivery,
  openDeliveries,
} from "@edgewise/db/mysql/repos/subscription-deliveries.ts";
import {
  dueSubscriptions,
  findAnySubscription,
  type SubscriptionRow,
  updateSubscription,
} from "@edgewise/db/mysql/repos/subscriptions.ts";
import type { Deps } from "../../deps.ts";
import { ApiError } from "../../http/errors.ts";
import { tenantOf } from "../query/tenant-of.ts";
import { inRegionOf } from "../regions/in-region.ts";
import { contentOf } from "./content.ts";
import { queueDelivery } from "./message.ts";
import { nextDelivery } from "./write.ts";

const PER_RUN = 50;
/** A worker that has not ended by then was cut off. */
const LEASE_MS = 300_000;
const MOST_ATTEMPTS = 4;

/** Begins what is due and ends what was begun; of each occasion one delivery, whatever happens in between. */
export async function deliverSubscriptions(deps: Deps): Promise<{ completed: number; failed: number }> {
  const due = await dueSubscriptions(deps.db, deps.now(), PER_RUN);
  for (const { id } of due) await beginScheduled(id, deps);
  const done = { completed: 0, failed: 0 };
  for (const delivery of await openDeliveries(deps.db, deps.now(), PER_RUN)) {
    const status = await runDelivery(delivery, deps);
    if (status === "completed") done.completed += 1;
    else if (status !== null) done.failed += 1;
  }
  return done;
}

/** The occasion and the next one change hands in one transaction: a crash neither skips nor repeats. */
async function beginScheduled(id: number, deps: Deps): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const row = await findAnySubscription(tx, id, { lock: true });
    const now = deps.now();
    if (!row?.enabled || row.deleted || row.nextDeliveryAt === null || row.nextDeliveryAt > now) return;
    const tenant = await tenantOf(row.environmentId, deps);
    if (!tenant) return await updateSubscription(tx, id, { nextDeliveryAt: null, enabled: false });
    const key = `scheduled:${row.nextDeliveryAt.toISOString()}`;
    await begin(tx, row, "scheduled", key, deps);
    const delivered = row.delivered + 1;
    const next = nextDelivery(row, delivered, tenant.project.timezone, now);
    await updateSubscription(tx, id, { delivered, nextDeliveryAt: next });
  });
}

/** Writes the row of a delivery that is to be run; null when the occasion was begun already. */
export async function begin(
  db: Executor,
  row: SubscriptionRow,
  trigger: DeliveryRow["trigger"],
  key: string,
  deps: Deps,
): Promise<DeliveryRow | null> {
  const now = deps.now();
  const delivery: DeliveryRow = {
    id: deps.newId(),
    projectId: row.projectId,
    subscriptionId: row.id,
    key,
    trigger,
    status: "starting",
    targetType: row.targetType,
    targetValue: row.targetValue,
    error: null,
    attempts: 0,
    leaseUntil: now,
    createdAt: now,
    finishedAt: null,
  };
  return (await insertDelivery(db, delivery)) ? delivery : null;
}

/** Computes and queues a delivery. Null: somebody else has it, or it is tried again later. */
export async function runDelivery(
  delivery: DeliveryRow,
  deps: Deps,
): Promise<"completed" | "failed" | "skipped" | null> {
  const now = deps.now();
  const claimed = {
    ...delivery,
    attempts: delivery.attempts + 1,
    leaseUntil: new Date(now.getTime() + LEASE_MS),
  };
  const { attempts, leaseUntil } = claimed;
  if (!(await changeDelivery(delivery, deps.db, { attempts, leaseUntil }))) return null;
  try {
    const row = await findAnySubscription(deps.db, delivery.subscriptionId);
    const tenant = row && !row.deleted ? await tenantOf(row.environmentId, deps) : null;
    if (!row || !tenant) return await end(claimed, "skipped", "The subscription was ended.", deps);
    const regional = await inRegionOf(tenant, deps);
    const content = await contentOf(tenant, row, regional, AbortSignal.timeout(LEASE_MS - 60_000));
    const ended = await deps.db.transaction(async (tx) => {
      await queueDelivery(tx, tenant, row, claimed, content, deps);
      return await changeDelivery(claimed, tx, { status: "completed", finishedAt: deps.now(), error: null });
    });
    return ended ? "completed" : null;
  } catch (error) {
    const reason = error instanceof ApiError ? error.message : "It could not be computed.";
    if (!(error instanceof ApiError))
      console.error(JSON.stringify({ job: "deliver-subscriptions", id: delivery.id, error: String(error) }));
    if (error instanceof ApiError && error.status < 500) return await end(claimed, "skipped", reason, deps);
    if (attempts >= MOST_ATTEMPTS) return await end(claimed, "failed", reason, deps);
    await changeDelivery(claimed, deps.db, {
      error: reason,
      leaseUntil: new Date(now.getTime() + attempts * 60_000),
    });
    return null;
  }
}

async function end(
  delivery: DeliveryRow,
  status: "failed" | "skipped",
  error: string,
  deps: Deps,
): Promise<"failed" | "skipped" | null> {
  return (await changeDelivery(delivery, deps.db, { status, error, finishedAt: deps.now() })) ? status : null;
}
