import { and, asc, desc, eq, gte, inArray, like, lt, lte, type SQL, sql } from "drizzle-orm";
import { type Executor, isDuplicate } from "../client.ts";
import { notifications } from "../schema/index.ts";

export type NotificationRow = typeof notifications.$inferSelect;

/** Writes a message once: false when one with its key is there already. */
export async function insertNotification(db: Executor, row: NotificationRow): Promise<boolean> {
  try {
    await db.insert(notifications).values(row);
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

/** Messages to be sent now, and those whose sender was cut off; oldest first. */
export async function dueNotifications(db: Executor, now: Date, limit: number): Promise<NotificationRow[]> {
  return await db
    .select()
    .from(notifications)
    .where(and(inArray(notifications.state, ["waiting", "sending"]), lte(notifications.dueAt, now)))
    .orderBy(asc(notifications.dueAt), asc(notifications.id))
    .limit(limit);
}

type Change = Partial<Pick<NotificationRow, "state" | "attempts" | "dueAt" | "error" | "sentAt">>;

/** Changes a message that still is as `row` says: true for the one sender that gets it. */
export async function changeNotification(
  row: Pick<NotificationRow, "id" | "state" | "dueAt">,
  db: Executor,
  change: Change,
): Promise<boolean> {
  const unchanged = and(eq(notifications.state, row.state), eq(notifications.dueAt, row.dueAt));
  const result = await db
    .update(notifications)
    .set(change)
    .where(and(eq(notifications.id, row.id), unchanged));
  return result.rowsAffected === 1;
}

/** Mails of an organisation since a moment, whose keys begin with `prefix`. */
export async function countMails(
  db: Executor,
  organizationId: string,
  prefix: string,
  since: Date,
): Promise<number> {
  const [row] = await db
    .select({ total: sql<number>`count(*)` })
    .from(notifications)
    .where(
      and(
        eq(notifications.channel, "mail"),
        gte(notifications.createdAt, since),
        eq(notifications.organizationId, organizationId),
        like(notifications.key, `${prefix}%`),
      ),
    );
  return Number(row?.total ?? 0);
}

/** States of messages by their keys, for the product that wrote them. */
export async function notificationsByKey(db: Executor, keys: readonly string[]): Promise<NotificationRow[]> {
  if (keys.length === 0) return [];
  return await db
    .select()
    .from(notifications)
    .where(inArray(notifications.key, [...keys]));
}

/** Mails, newest first; `to` = of one address (without case). */
export async function listMails(
  db: Executor,
  to: string | null,
  page: { limit: number; offset: number },
): Promise<{ total: number; rows: NotificationRow[] }> {
  const where = mails(to);
  const [count] = await db.select({ total: sql<number>`count(*)` }).from(notifications).where(where);
  const rows = await db
    .select()
    .from(notifications)
    .where(where)
    .orderBy(desc(notifications.createdAt), desc(notifications.id))
    .limit(page.limit)
    .offset(page.offset);
  return { total: Number(count?.total ?? 0), rows };
}

export async function findMail(db: Executor, to: string | null, id: string): Promise<NotificationRow | null> {
  const [row] = await db
    .select()
    .from(notifications)
    .where(and(mails(to), eq(notifications.id, id)))
    .limit(1);
  return row ?? null;
}

const mails = (to: string | null): SQL | undefined =>
  and(
    eq(notifications.channel, "mail"),
    to === null ? undefined : eq(sql`lower(${notifications.target})`, to.toLowerCase()),
  );

/** Forgets messages that were done with before `before`: they may carry names and links. */
export async function deleteOldNotifications(db: Executor, before: Date): Promise<number> {
  const done = inArray(notifications.state, ["sent", "failed", "uncertain"]);
  const result = await db.delete(notifications).where(and(done, lt(notifications.createdAt, before)));
  return result.rowsAffected;
}
