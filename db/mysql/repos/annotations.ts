import { and, desc, eq, gte, like, lte, or, type SQL, sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { annotations } from "../schema/index.ts";
import type { ProjectTenant } from "../tenant.ts";
import { likePattern } from "./like.ts";

export type AnnotationRow = typeof annotations.$inferSelect;

export interface AnnotationFilter {
  readonly search?: string;
  readonly scope?: AnnotationRow["scope"];
  readonly dashboardId?: number;
  readonly insightId?: number;
  readonly hasEmoji?: boolean;
  /** Bounds of `date_marker`, both included. */
  readonly from?: Date;
  readonly to?: Date;
}

/** Live annotations that a project shows, its organisation's among them, newest marker first. */
export async function listAnnotations(
  tenant: ProjectTenant,
  db: Executor,
  filter: AnnotationFilter,
  page: { limit: number; offset: number },
): Promise<{ total: number; rows: AnnotationRow[] }> {
  const where = and(visible(tenant), eq(annotations.deleted, false), ...conditions(filter));
  const [count] = await db.select({ total: sql<number>`count(*)` }).from(annotations).where(where);
  const rows = await db
    .select()
    .from(annotations)
    .where(where)
    .orderBy(desc(annotations.dateMarker), desc(annotations.id))
    .limit(page.limit)
    .offset(page.offset);
  return { total: Number(count?.total ?? 0), rows };
}

const visible = (tenant: ProjectTenant): SQL | undefined =>
  and(
    eq(annotations.organizationId, tenant.organizationId),
    or(eq(annotations.projectId, tenant.projectId), eq(annotations.scope, "organization")),
  );

function conditions(filter: AnnotationFilter): (SQL | undefined)[] {
  const { search, scope, dashboardId, insightId, hasEmoji, from, to } = filter;
  return [
    search === undefined
      ? undefined
      : like(sql`lower(${annotations.content})`, likePattern(search.toLowerCase())),
    scope === undefined ? undefined : eq(annotations.scope, scope),
    dashboardId === undefined ? undefined : eq(annotations.dashboardId, dashboardId),
    insightId === undefined ? undefined : eq(annotations.insightId, insightId),
    hasEmoji === undefined
      ? undefined
      : hasEmoji
        ? sql`${annotations.emoji} is not null`
        : sql`${annotations.emoji} is null`,
    from === undefined ? undefined : gte(annotations.dateMarker, from),
    to === undefined ? undefined : lte(annotations.dateMarker, to),
  ];
}

/** An annotation that the project shows, deleted or not. */
export async function findAnnotation(
  tenant: ProjectTenant,
  db: Executor,
  id: number,
): Promise<AnnotationRow | null> {
  const where = and(visible(tenant), eq(annotations.id, id));
  const [row] = await db.select().from(annotations).where(where).limit(1);
  return row ?? null;
}

/** An annotation of the project itself, locked until the transaction ends. */
export async function lockAnnotation(
  tenant: ProjectTenant,
  tx: Executor,
  id: number,
): Promise<AnnotationRow | null> {
  const where = and(eq(annotations.projectId, tenant.projectId), eq(annotations.id, id));
  const [row] = await tx.select().from(annotations).where(where).limit(1).for("update");
  return row ?? null;
}

export async function insertAnnotation(
  tenant: ProjectTenant,
  db: Executor,
  row: Omit<AnnotationRow, "id" | "projectId" | "organizationId">,
): Promise<number> {
  const { organizationId, projectId } = tenant;
  const result = await db.insert(annotations).values({ ...row, organizationId, projectId });
  return Number(result.insertId);
}

export async function updateAnnotation(
  tenant: ProjectTenant,
  db: Executor,
  id: number,
  change: Partial<Omit<AnnotationRow, "id" | "projectId" | "organizationId">>,
): Promise<void> {
  await db
    .update(annotations)
    .set(change)
    .where(and(eq(annotations.projectId, tenant.projectId), eq(annotations.id, id)));
}
