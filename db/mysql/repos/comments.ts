import { and, asc, desc, eq, isNotNull, isNull, like, type SQL, sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { comments } from "../schema/index.ts";
import type { ProjectTenant } from "../tenant.ts";
import { likePattern } from "./like.ts";

export type CommentRow = typeof comments.$inferSelect;

export interface CommentFilter {
  readonly scope?: string;
  readonly itemId?: string;
  /** Replies to this comment. */
  readonly replyTo?: string;
  readonly search?: string;
  readonly createdBy?: string;
  readonly isTask?: boolean;
  readonly completed?: boolean;
}

const live = (tenant: ProjectTenant): SQL | undefined =>
  and(eq(comments.projectId, tenant.projectId), eq(comments.deleted, false));

function conditions(filter: CommentFilter): (SQL | undefined)[] {
  const { scope, itemId, replyTo, search, createdBy, isTask, completed } = filter;
  return [
    scope === undefined ? undefined : eq(comments.scope, scope),
    itemId === undefined ? undefined : eq(comments.itemId, itemId),
    replyTo === undefined ? undefined : eq(comments.replyTo, replyTo),
    search === undefined
      ? undefined
      : like(sql`lower(${comments.content})`, likePattern(search.toLowerCase())),
    createdBy === undefined ? undefined : eq(comments.createdBy, createdBy),
    isTask === undefined ? undefined : eq(comments.isTask, isTask),
    completed === undefined
      ? undefined
      : completed
        ? isNotNull(comments.completedAt)
        : isNull(comments.completedAt),
  ];
}

/** Live comments, newest first. */
export async function listComments(
  tenant: ProjectTenant,
  db: Executor,
  filter: CommentFilter,
  page: { limit: number; offset: number },
): Promise<{ total: number; rows: CommentRow[] }> {
  const where = and(live(tenant), ...conditions(filter));
  const [count] = await db.select({ total: sql<number>`count(*)` }).from(comments).where(where);
  const rows = await db
    .select()
    .from(comments)
    .where(where)
    .orderBy(desc(comments.createdAt), desc(comments.id))
    .limit(page.limit)
    .offset(page.offset);
  return { total: Number(count?.total ?? 0), rows };
}

/** Replies to a comment, oldest first. */
export async function repliesTo(tenant: ProjectTenant, db: Executor, id: string): Promise<CommentRow[]> {
  return await db
    .select()
    .from(comments)
    .where(and(live(tenant), eq(comments.replyTo, id)))
    .orderBy(asc(comments.createdAt), asc(comments.id))
    .limit(1000);
}

/** A live comment; with `lock` until the transaction ends. */
export async function findComment(
  tenant: ProjectTenant,
  db: Executor,
  id: string,
  { lock = false } = {},
): Promise<CommentRow | null> {
  const found = db
    .select()
    .from(comments)
    .where(and(live(tenant), eq(comments.id, id)))
    .limit(1);
  const [row] = await (lock ? found.for("update") : found);
  return row ?? null;
}

export async function insertComment(
  tenant: ProjectTenant,
  db: Executor,
  row: Omit<CommentRow, "projectId">,
): Promise<void> {
  await db.insert(comments).values({ ...row, projectId: tenant.projectId });
}

export async function updateComment(
  tenant: ProjectTenant,
  db: Executor,
  id: string,
  change: Partial<Omit<CommentRow, "id" | "projectId">>,
): Promise<void> {
  await db
    .update(comments)
    .set(change)
    .where(and(eq(comments.projectId, tenant.projectId), eq(comments.id, id)));
}
