import { and, asc, desc, eq, lte } from "drizzle-orm";
import { type Executor, isDuplicate } from "../client.ts";
import { subscriptionDeliveries } from "../schema/index.ts";

export type DeliveryRow = typeof subscriptionDeliveries.$inferSelect;

/** Begins a delivery once: false when the occasion was begun already. */
export async function insertDelivery(db: Executor, row: DeliveryRow): Promise<boolean> {
  try {
    await db.insert(subscriptionDeliveries).values(row);
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

/** Deliveries of a subscription, newest first. The caller has checked whose it is. */
export async function listDeliveriesOf(
  db: Executor,
  subscriptionId: number,
  status: DeliveryRow["status"] | undefined,
  page: { limit: number; offset: number },
): Promise<DeliveryRow[]> {
  return await db
    .select()
    .from(subscriptionDeliveries)
    .where(
      and(
        eq(subscriptionDeliveries.subscriptionId, subscriptionId),
        status === undefined ? undefined : eq(subscriptionDeliveries.status, status),
      ),
    )
    .orderBy(desc(subscriptionDeliveries.createdAt), desc(subscriptionDeliveries.id))
    .limit(page.limit)
    .offset(page.offset);
}

export async function findDelivery(
  db: Executor,
  subscriptionId: number,
  id: string,
): Promise<DeliveryRow | null> {
  const where = and(
    eq(subscriptionDeliveries.subscriptionId, subscriptionId),
    eq(subscriptionDeliveries.id, id),
  );
  const [row] = await db.select().from(subscriptionDeliveries).where(where).limit(1);
  return row ?? null;
}

/** Begun and not ended, with nobody at work on them. */
export async function openDeliveries(db: Executor, now: Date, limit: number): Promise<DeliveryRow[]> {
  return await db
    .select()
    .from(subscriptionDeliveries)
    .where(and(eq(subscriptionDeliveries.status, "starting"), lte(subscriptionDeliveries.leaseUntil, now)))
    .orderBy(asc(subscriptionDeliveries.leaseUntil))
    .limit(limit);
}

/** Changes a delivery that still is as `row` says: true for the one worker that gets it. */
export async function changeDelivery(
  row: Pick<DeliveryRow, "id" | "leaseUntil">,
  db: Executor,
  change: Partial<Pick<DeliveryRow, "status" | "error" | "attempts" | "leaseUntil" | "finishedAt">>,
): Promise<boolean> {
  const result = await db
    .update(subscriptionDeliveries)
    .set(change)
    .where(
      and(
        eq(subscriptionDeliveries.id, row.id),
        eq(subscriptionDeliveries.status, "starting"),
        eq(subscriptionDeliveries.leaseUntil, row.leaseUntil),
      ),
    );
  return result.rowsAffected === 1;
}
