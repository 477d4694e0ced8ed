import { and, asc, desc, eq, inArray, lt, or, sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { personDeletions } from "../schema/index.ts";
import type { EnvironmentTenant } from "../tenant.ts";

export type PersonDeletion = typeof personDeletions.$inferSelect;

const own = ({ environmentId }: EnvironmentTenant) => eq(personDeletions.environmentId, environmentId);

export async function insertDeletion(db: Executor, row: PersonDeletion): Promise<void> {
  await db.insert(personDeletions).values(row);
}

export async function findDeletion(
  tenant: EnvironmentTenant,
  db: Executor,
  id: string,
): Promise<PersonDeletion | null> {
  const [row] = await db
    .select()
    .from(personDeletions)
    .where(and(own(tenant), eq(personDeletions.id, id)))
    .limit(1);
  return row ?? null;
}

/** Deletions of an environment, newest first; of one person when given. */
export async function listDeletions(
  tenant: EnvironmentTenant,
  db: Executor,
  filter: { personId?: string | undefined; states?: readonly PersonDeletion["state"][] | undefined },
  page: { limit: number; offset: number },
): Promise<{ total: number; rows: PersonDeletion[] }> {
  const where = and(
    own(tenant),
    filter.personId === undefined ? undefined : eq(personDeletions.personId, filter.personId),
    filter.states === undefined ? undefined : inArray(personDeletions.state, [...filter.states]),
  );
  const [count] = await db.select({ total: sql<number>`count(*)` }).from(personDeletions).where(where);
  const rows = await db
    .select()
    .from(personDeletions)
    .where(where)
    .orderBy(desc(personDeletions.requestedAt), desc(personDeletions.id))
    .limit(page.limit)
    .offset(page.offset);
  return { total: Number(count?.total ?? 0), rows };
}

/** Takes a deletion for oneself; false when another one works on it, or it is done. */
export async function claimDeletion(db: Executor, id: string, now: Date, deadAt: Date): Promise<boolean> {
  const free = or(
    inArray(personDeletions.state, ["queued", "failed"]),
    and(eq(personDeletions.state, "deleting"), lt(personDeletions.startedAt, deadAt)),
  );
  const result = await db
    .update(personDeletions)
    .set({ state: "deleting", startedAt: now, attempts: sql`${personDeletions.attempts} + 1` })
    .where(and(eq(personDeletions.id, id), free));
  return result.rowsAffected === 1;
}

export async function updateDeletion(
  db: Executor,
  id: string,
  change: Partial<Pick<PersonDeletion, "state" | "counts" | "error" | "verifiedAt" | "distinctIds">>,
): Promise<void> {
  await db.update(personDeletions).set(change).where(eq(personDeletions.id, id));
}

/** Deletions of all tenants that wait or whose worker died. For the scheduled job only. */
export async function dueDeletions(
  db: Executor,
  deadAt: Date,
  maxAttempts: number,
  limit: number,
): Promise<PersonDeletion[]> {
  const waits = or(
    inArray(personDeletions.state, ["queued", "failed"]),
    and(eq(personDeletions.state, "deleting"), lt(personDeletions.startedAt, deadAt)),
  );
  return await db
    .select()
    .from(personDeletions)
    .where(and(waits, lt(personDeletions.attempts, maxAttempts)))
    .orderBy(asc(personDeletions.requestedAt))
    .limit(limit);
}
