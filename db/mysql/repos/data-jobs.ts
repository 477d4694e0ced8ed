import type { JsonObject } from "@edgewise/core/events/types.ts";
import { and, asc, desc, eq, inArray, isNotNull, isNull, lt, lte, or, sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { dataJobs } from "../schema/index.ts";
import type { EnvironmentTenant } from "../tenant.ts";

export type DataJobRow = typeof dataJobs.$inferSelect;

const own = ({ environmentId }: EnvironmentTenant) => eq(dataJobs.environmentId, environmentId);

export async function insertDataJob(db: Executor, row: DataJobRow): Promise<void> {
  await db.insert(dataJobs).values(row);
}

export async function findDataJob(
  tenant: EnvironmentTenant,
  db: Executor,
  kind: DataJobRow["kind"],
  id: string,
): Promise<DataJobRow | null> {
  const [row] = await db
    .select()
    .from(dataJobs)
    .where(and(own(tenant), eq(dataJobs.kind, kind), eq(dataJobs.id, id)))
    .limit(1);
  return row ?? null;
}

/** Jobs of an environment, newest first. */
export async function listDataJobs(
  tenant: EnvironmentTenant,
  db: Executor,
  kind: DataJobRow["kind"],
  page: { limit: number; offset: number },
): Promise<{ total: number; rows: DataJobRow[] }> {
  const where = and(own(tenant), eq(dataJobs.kind, kind));
  const [count] = await db.select({ total: sql<number>`count(*)` }).from(dataJobs).where(where);
  const rows = await db
    .select()
    .from(dataJobs)
    .where(where)
    .orderBy(desc(dataJobs.requestedAt), desc(dataJobs.id))
    .limit(page.limit)
    .offset(page.offset);
  return { total: Number(count?.total ?? 0), rows };
}

/** Takes a job for oneself; false when another one works on it, or it has ended. */
export async function claimDataJob(db: Executor, id: string, now: Date, deadAt: Date): Promise<boolean> {
  const free = or(
    inArray(dataJobs.state, ["queued", "failed", "watching"]),
    and(eq(dataJobs.state, "running"), or(isNull(dataJobs.beatAt), lt(dataJobs.beatAt, deadAt))),
  );
  const result = await db
    .update(dataJobs)
    .set({ state: "running", beatAt: now, attempts: sql`${dataJobs.attempts} + 1` })
    .where(and(eq(dataJobs.id, id), free));
  return result.rowsAffected === 1;
}

type Change = Partial<
  Pick<
    DataJobRow,
    "state" | "params" | "progress" | "error" | "beatAt" | "dueAt" | "finishedAt" | "expiresAt" | "attempts"
  >
>;

export async function updateDataJob(db: Executor, id: string, change: Change): Promise<void> {
  await db.update(dataJobs).set(change).where(eq(dataJobs.id, id));
}

/** Ends a job that nobody works on or that has begun; false when it had ended. */
export async function cancelDataJob(db: Executor, id: string, now: Date): Promise<boolean> {
  const result = await db
    .update(dataJobs)
    .set({ state: "cancelled", finishedAt: now })
    .where(and(eq(dataJobs.id, id), inArray(dataJobs.state, ["queued", "running", "failed", "watching"])));
  return result.rowsAffected === 1;
}

/** Notes that a job goes on, and how far it is; false when it was cancelled meanwhile. */
export async function beatDataJob(
  db: Executor,
  id: string,
  now: Date,
  progress: JsonObject,
): Promise<boolean> {
  const result = await db
    .update(dataJobs)
    .set({ beatAt: now, progress })
    .where(and(eq(dataJobs.id, id), eq(dataJobs.state, "running")));
  return result.rowsAffected === 1;
}

/** Jobs of all tenants that wait or whose worker died. For the scheduled job only. */
export async function dueDataJobs(
  db: Executor,
  now: Date,
  deadAt: Date,
  maxAttempts: number,
  limit: number,
): Promise<DataJobRow[]> {
  const waits = and(
    inArray(dataJobs.state, ["queued", "failed", "watching"]),
    lte(dataJobs.dueAt, now),
    lt(dataJobs.attempts, maxAttempts),
  );
  const died = and(eq(dataJobs.state, "running"), lt(dataJobs.beatAt, deadAt));
  return await db.select().from(dataJobs).where(or(waits, died)).orderBy(asc(dataJobs.dueAt)).limit(limit);
}

/** Jobs whose files have had their time, of all tenants. For the scheduled job only. */
export async function expiredDataJobs(db: Executor, now: Date, limit: number): Promise<DataJobRow[]> {
  return await db
    .select()
    .from(dataJobs)
    .where(and(isNotNull(dataJobs.expiresAt), lte(dataJobs.expiresAt, now)))
    .limit(limit);
}

/** Lets the files of an environment's jobs expire: somebody in them was deleted. Answers their ids. */
export async function expireDataJobs(
  tenant: EnvironmentTenant,
  db: Executor,
  kind: DataJobRow["kind"],
  now: Date,
): Promise<string[]> {
  const where = and(own(tenant), eq(dataJobs.kind, kind), isNotNull(dataJobs.expiresAt));
  const rows = await db.select({ id: dataJobs.id }).from(dataJobs).where(where);
  if (rows.length > 0) await db.update(dataJobs).set({ expiresAt: now }).where(where);
  return rows.map(({ id }) => id);
}
