import { and, asc, desc, eq, gt, inArray, like, lt, notInArray, or, type SQL, sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { dashboardTiles, insights } from "../schema/index.ts";
import type { ProjectTenant } from "../tenant.ts";
import { likePattern } from "./like.ts";

export type InsightRow = typeof insights.$inferSelect;

export interface InsightFilter {
  readonly search?: string;
  readonly shortId?: string;
  readonly saved?: boolean;
  readonly favorited?: boolean;
  /** Ids of users, any of them. */
  readonly authors?: readonly string[];
  readonly kinds?: { readonly in?: readonly string[]; readonly notIn?: readonly string[] };
  readonly modifiedAfter?: Date;
  readonly modifiedBefore?: Date;
  readonly createdAfter?: Date;
  readonly createdBefore?: Date;
  /** Numbers of dashboards, all of them. */
  readonly dashboards?: readonly number[];
  /** Any of them. */
  readonly tags?: readonly string[];
}

/** Matching live insights, newest first; `order` is a public field name with an optional leading `-`. */
export async function listInsights(
  tenant: ProjectTenant,
  db: Executor,
  filter: InsightFilter,
  page: { limit: number; offset: number },
  order = "-created_at",
): Promise<{ total: number; rows: InsightRow[] }> {
  const where = and(
    eq(insights.projectId, tenant.projectId),
    eq(insights.deleted, false),
    ...conditions(filter),
  );
  const [count] = await db.select({ total: sql<number>`count(*)` }).from(insights).where(where);
  const column = ORDER[order.replace(/^-/, "") as keyof typeof ORDER] ?? insights.createdAt;
  const direction = order.startsWith("-") ? desc : asc;
  const rows = await db
    .select()
    .from(insights)
    .where(where)
    .orderBy(direction(column), direction(insights.id))
    .limit(page.limit)
    .offset(page.offset);
  return { total: Number(count?.total ?? 0), rows };
}

const ORDER = {
  id: insights.id,
  name: insights.name,
  created_at: insights.createdAt,
  updated_at: insights.updatedAt,
  last_modified_at: insights.lastModifiedAt,
  favorited: insights.favorited,
} as const;

function conditions(filter: InsightFilter): (SQL | undefined)[] {
  const given = <T>(value: T | undefined, condition: (value: T) => SQL | undefined) =>
    value === undefined ? undefined : condition(value);
  return [
    given(filter.search, (text) =>
      or(
        ...[insights.name, insights.derivedName, insights.description].map((column) =>
          like(column, likePattern(text)),
        ),
        like(sql`lower(${insights.tags})`, likePattern(text.toLowerCase())),
      ),
    ),
    given(filter.shortId, (id) => eq(insights.shortId, id)),
    given(filter.saved, (saved) => eq(insights.saved, saved)),
    given(filter.favorited, (favorited) => eq(insights.favorited, favorited)),
    given(filter.authors, (ids) => (ids.length === 0 ? sql`false` : inArray(insights.createdBy, [...ids]))),
    given(filter.kinds?.in, (kinds) => inArray(insights.kind, [...kinds])),
    given(filter.kinds?.notIn, (kinds) => notInArray(insights.kind, [...kinds])),
    given(filter.modifiedAfter, (at) => gt(insights.lastModifiedAt, at)),
    given(filter.modifiedBefore, (at) => lt(insights.lastModifiedAt, at)),
    given(filter.createdAfter, (at) => gt(insights.createdAt, at)),
    given(filter.createdBefore, (at) => lt(insights.createdAt, at)),
    given(filter.tags, (tags) =>
      or(...tags.map((tag) => sql`json_contains(${insights.tags}, ${JSON.stringify(tag)})`)),
    ),
    ...(filter.dashboards ?? []).map(onDashboard),
  ];
}

const onDashboard = (dashboardId: number) =>
  sql`exists (select 1 from ${dashboardTiles} where ${dashboardTiles.projectId} = ${insights.projectId} and ${dashboardTiles.insightId} = ${insights.id} and ${dashboardTiles.dashboardId} = ${dashboardId} and ${dashboardTiles.deleted} = false)`;

/** Insights by number, deleted ones among them. */
export async function findInsights(
  tenant: ProjectTenant,
  db: Executor,
  ids: readonly number[],
): Promise<InsightRow[]> {
  if (ids.length === 0) return [];
  const where = and(eq(insights.projectId, tenant.projectId), inArray(insights.id, [...ids]));
  return await db.select().from(insights).where(where);
}

/** An insight by number or short id, deleted or not; `lock` holds it until the transaction ends. */
export async function findInsight(
  tenant: ProjectTenant,
  db: Executor,
  id: number | string,
  { lock = false } = {},
): Promise<InsightRow | null> {
  const named = typeof id === "number" ? eq(insights.id, id) : eq(insights.shortId, id);
  const query = db
    .select()
    .from(insights)
    .where(and(eq(insights.projectId, tenant.projectId), named))
    .limit(1);
  const [row] = lock ? await query.for("update") : await query;
  return row ?? null;
}

export async function insertInsight(
  tenant: ProjectTenant,
  db: Executor,
  row: Omit<InsightRow, "id" | "projectId">,
): Promise<number> {
  const result = await db.insert(insights).values({ ...row, projectId: tenant.projectId });
  return Number(result.insertId);
}

export async function updateInsight(
  tenant: ProjectTenant,
  db: Executor,
  id: number,
  change: Partial<Omit<InsightRow, "id" | "projectId">>,
): Promise<void> {
  await db
    .update(insights)
    .set(change)
    .where(and(eq(insights.projectId, tenant.projectId), eq(insights.id, id)));
}

/** Live insights whose query's text contains any of these words, which must be plain letters and quotes. */
export async function insightsMentioning(
  tenant: ProjectTenant,
  db: Executor,
  words: readonly string[],
): Promise<InsightRow[]> {
  const mentioned = or(...words.map((word) => like(sql`cast(${insights.query} as char)`, likePattern(word))));
  const where = and(eq(insights.projectId, tenant.projectId), eq(insights.deleted, false), mentioned);
  return await db.select().from(insights).where(where).orderBy(asc(insights.id));
}

/** How many live insights have a text as a value somewhere in their query. */
export async function countInsightsNaming(
  tenant: ProjectTenant,
  db: Executor,
  text: string,
): Promise<number> {
  const [row] = await db
    .select({ total: sql<number>`count(*)` })
    .from(insights)
    .where(
      and(
        eq(insights.projectId, tenant.projectId),
        eq(insights.deleted, false),
        sql`json_search(${insights.query}, 'one', ${text.replaceAll(/[\\%_]/g, "\\$&")}) is not null`,
      ),
    );
  return Number(row?.total ?? 0);
}
