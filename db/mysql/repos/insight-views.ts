import { and, desc, eq, gte, inArray, sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { insights, insightViews } from "../schema/index.ts";
import type { ProjectTenant } from "../tenant.ts";

/** Counts one look at an insight. */
export async function noteInsightView(
  tenant: ProjectTenant,
  db: Executor,
  view: { readonly insightId: number; readonly userId: string; readonly at: Date },
): Promise<void> {
  const { insightId, userId, at } = view;
  await db
    .insert(insightViews)
    .values({
      projectId: tenant.projectId,
      insightId,
      userId,
      day: at.toISOString().slice(0, 10),
      views: 1,
      lastViewedAt: at,
    })
    .onDuplicateKeyUpdate({ set: { views: sql`${insightViews.views} + 1`, lastViewedAt: at } });
}

/** Live insights by how often they were looked at since a day (`YYYY-MM-DD`, included), most first. */
export async function mostViewed(
  tenant: ProjectTenant,
  db: Executor,
  since: string,
  page: { limit: number; offset: number },
): Promise<{ total: number; rows: { insightId: number; views: number }[] }> {
  const where = and(
    eq(insightViews.projectId, tenant.projectId),
    gte(insightViews.day, since),
    eq(insights.deleted, false),
  );
  const views = sql<number>`sum(${insightViews.views})`;
  const grouped = await db
    .select({ insightId: insightViews.insightId, views })
    .from(insightViews)
    .innerJoin(
      insights,
      and(eq(insights.id, insightViews.insightId), eq(insights.projectId, tenant.projectId)),
    )
    .where(where)
    .groupBy(insightViews.insightId)
    .orderBy(desc(views), desc(insightViews.insightId))
    .limit(page.limit)
    .offset(page.offset);
  const [count] = await db
    .select({ total: sql<number>`count(distinct ${insightViews.insightId})` })
    .from(insightViews)
    .innerJoin(
      insights,
      and(eq(insights.id, insightViews.insightId), eq(insights.projectId, tenant.projectId)),
    )
    .where(where);
  const rows = grouped.map((row) => ({ insightId: row.insightId, views: Number(row.views) }));
  return { total: Number(count?.total ?? 0), rows };
}

/** Who looked at insights since a day, latest first. */
export async function viewersOf(
  tenant: ProjectTenant,
  db: Executor,
  since: string,
  insightIds: readonly number[],
): Promise<{ insightId: number; userId: string }[]> {
  if (insightIds.length === 0) return [];
  const last = sql`max(${insightViews.lastViewedAt})`;
  return await db
    .select({ insightId: insightViews.insightId, userId: insightViews.userId })
    .from(insightViews)
    .where(
      and(
        eq(insightViews.projectId, tenant.projectId),
        inArray(insightViews.insightId, [...insightIds]),
        gte(insightViews.day, since),
      ),
    )
    .groupBy(insightViews.insightId, insightViews.userId)
    .orderBy(desc(last));
}

/** The insights that somebody looked at last. */
export async function lastViewedBy(
  tenant: ProjectTenant,
  db: Executor,
  userId: string,
  limit: number,
): Promise<number[]> {
  const rows = await db
    .select({ insightId: insightViews.insightId })
    .from(insightViews)
    .innerJoin(
      insights,
      and(eq(insights.id, insightViews.insightId), eq(insights.projectId, tenant.projectId)),
    )
    .where(
      and(
        eq(insightViews.projectId, tenant.projectId),
        eq(insightViews.userId, userId),
        eq(insights.deleted, false),
      ),
    )
    .groupBy(insightViews.insightId)
    .orderBy(desc(sql`max(${insightViews.lastViewedAt})`))
    .limit(limit);
  return rows.map((row) => row.insightId);
}
