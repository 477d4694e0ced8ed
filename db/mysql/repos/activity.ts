import { and, desc, eq, sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { activityLog } from "../schema/index.ts";
import type { ProjectTenant } from "../tenant.ts";

export type ActivityRow = typeof activityLog.$inferSelect;

export interface ActivityFilter {
  readonly scope?: string;
  readonly itemId?: string;
  readonly userId?: string;
}

export async function insertActivity(db: Executor, row: ActivityRow): Promise<void> {
  await db.insert(activityLog).values(row);
}

/** A project's entries, newest first. */
export async function listActivity(
  tenant: ProjectTenant,
  db: Executor,
  filter: ActivityFilter,
  page: { limit: number; offset: number },
): Promise<{ total: number; rows: ActivityRow[] }> {
  const where = and(
    eq(activityLog.projectId, tenant.projectId),
    filter.scope === undefined ? undefined : eq(activityLog.scope, filter.scope),
    filter.itemId === undefined ? undefined : eq(activityLog.itemId, filter.itemId),
    filter.userId === undefined ? undefined : eq(activityLog.userId, filter.userId),
  );
  const [count] = await db.select({ total: sql<number>`count(*)` }).from(activityLog).where(where);
  const rows = await db
    .select()
    .from(activityLog)
    .where(where)
    .orderBy(desc(activityLog.createdAt), desc(activityLog.id))
    .limit(page.limit)
    .offset(page.offset);
  return { total: Number(count?.total ?? 0), rows };
}
