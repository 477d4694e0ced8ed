import { and, asc, desc, eq, isNull, lte, type SQL, sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { scheduledChanges } from "../schema/index.ts";
import type { ProjectTenant } from "../tenant.ts";

export type ScheduledChangeRow = typeof scheduledChanges.$inferSelect;
type Change = Partial<Omit<ScheduledChangeRow, "id" | "projectId">>;

const own = (tenant: ProjectTenant, ...more: (SQL | undefined)[]) =>
  and(eq(scheduledChanges.projectId, tenant.projectId), ...more);

/** Changes of a project, those that are due first at the top; `recordId` = of one flag. */
export async function listScheduledChanges(
  tenant: ProjectTenant,
  db: Executor,
  filter: { recordId?: number; modelName?: string },
  page: { limit: number; offset: number },
): Promise<{ total: number; rows: ScheduledChangeRow[] }> {
  const where = own(
    tenant,
    filter.recordId === undefined ? undefined : eq(scheduledChanges.recordId, filter.recordId),
    filter.modelName === undefined ? undefined : eq(scheduledChanges.modelName, filter.modelName),
  );
  const [count] = await db.select({ total: sql<number>`count(*)` }).from(scheduledChanges).where(where);
  const rows = await db
    .select()
    .from(scheduledChanges)
    .where(where)
    .orderBy(
      desc(isNull(scheduledChanges.executedAt)),
      asc(scheduledChanges.scheduledAt),
      asc(scheduledChanges.id),
    )
    .limit(page.limit)
    .offset(page.offset);
  return { total: Number(count?.total ?? 0), rows };
}

export async function findScheduledChange(
  tenant: ProjectTenant,
  db: Executor,
  id: number,
): Promise<ScheduledChangeRow | null> {
  const [row] = await db
    .select()
    .from(scheduledChanges)
    .where(own(tenant, eq(scheduledChanges.id, id)))
    .limit(1);
  return row ?? null;
}

export async function insertScheduledChange(
  tenant: ProjectTenant,
  db: Executor,
  row: Omit<ScheduledChangeRow, "id" | "projectId">,
): Promise<number> {
  const result = await db.insert(scheduledChanges).values({ ...row, projectId: tenant.projectId });
  return Number(result.insertId);
}

export async function updateScheduledChange(
  tenant: ProjectTenant,
  db: Executor,
  id: number,
  change: Change,
): Promise<void> {
  await db
    .update(scheduledChanges)
    .set(change)
    .where(own(tenant, eq(scheduledChanges.id, id)));
}

export async function deleteScheduledChange(tenant: ProjectTenant, db: Executor, id: number): Promise<void> {
  await db.delete(scheduledChanges).where(own(tenant, eq(scheduledChanges.id, id)));
}

/** Changes of all projects that are due, oldest first, for the job. */
export async function dueScheduledChanges(
  db: Executor,
  now: Date,
  limit: number,
): Promise<ScheduledChangeRow[]> {
  return await db
    .select()
    .from(scheduledChanges)
    .where(and(isNull(scheduledChanges.executedAt), lte(scheduledChanges.scheduledAt, now)))
    .orderBy(asc(scheduledChanges.scheduledAt), asc(scheduledChanges.id))
    .limit(limit);
}

/** Moves a due change on before it is applied: true for the one run that gets to apply it. */
export async function claimScheduledChange(
  row: ScheduledChangeRow,
  db: Executor,
  next: Pick<ScheduledChangeRow, "scheduledAt" | "executedAt" | "lastExecutedAt">,
): Promise<boolean> {
  const { id, projectId, scheduledAt } = row;
  const due = and(isNull(scheduledChanges.executedAt), eq(scheduledChanges.scheduledAt, scheduledAt));
  const result = await db
    .update(scheduledChanges)
    .set(next)
    .where(and(eq(scheduledChanges.id, id), eq(scheduledChanges.projectId, projectId), due));
  return result.rowsAffected === 1;
}
