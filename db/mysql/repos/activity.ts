import { and, desc, eq, gte, inArray, like, lte, ne, notInArray, or, type SQL, sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { activityLog } from "../schema/index.ts";
import type { OrganizationTenant, ProjectTenant } from "../tenant.ts";
import { likePattern } from "./like.ts";

type Column =
  | typeof activityLog.scope
  | typeof activityLog.itemId
  | typeof activityLog.userId
  | typeof activityLog.activity;
export type ActivityRow = typeof activityLog.$inferSelect;

export interface ActivityFilter {
  readonly scope?: string | undefined;
  readonly itemId?: string | undefined;
  readonly userId?: string | undefined;
  /** Any of them, as all lists here; an empty one does not filter. */
  readonly scopes?: readonly string[] | undefined;
  readonly activities?: readonly string[] | undefined;
  readonly itemIds?: readonly string[] | undefined;
  readonly userIds?: readonly string[] | undefined;
  /** Part of the name or of a change, whatever the case. */
  readonly search?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  /** Items whose entries are left out. */
  readonly without?: readonly ActivityItems[] | undefined;
}

/** Items of one scope of the log. */
export interface ActivityItems {
  readonly scope: string;
  readonly ids: readonly (string | number)[];
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
  return await pageWhere(db, and(eq(activityLog.projectId, tenant.projectId), ...conditions(filter)), page);
}

/** Entries of an organisation and all its projects, newest first. */
export async function listOrganizationActivity(
  { organizationId }: OrganizationTenant,
  db: Executor,
  filter: ActivityFilter,
  page: { limit: number; offset: number },
): Promise<{ total: number; rows: ActivityRow[] }> {
  return await pageWhere(
    db,
    and(eq(activityLog.organizationId, organizationId), ...conditions(filter)),
    page,
  );
}

async function pageWhere(db: Executor, where: SQL | undefined, page: { limit: number; offset: number }) {
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

/** Which kinds of objects, activities and people a project's entries name. */
export async function activityFacets(
  tenant: ProjectTenant,
  db: Executor,
): Promise<{ scopes: string[]; activities: string[]; users: string[] }> {
  const rows = await db
    .selectDistinct({ scope: activityLog.scope, activity: activityLog.activity, user: activityLog.userId })
    .from(activityLog)
    .where(eq(activityLog.projectId, tenant.projectId));
  const sorted = (values: readonly (string | null)[]) =>
    [...new Set(values)].filter((value) => value !== null).sort();
  return {
    scopes: sorted(rows.map(({ scope }) => scope)),
    activities: sorted(rows.map(({ activity }) => activity)),
    users: sorted(rows.map(({ user }) => user)),
  };
}

function conditions(filter: ActivityFilter): (SQL | undefined)[] {
  const is = (column: Column, value: string | undefined) =>
    value === undefined ? undefined : eq(column, value);
  const among = (column: Column, values: readonly string[] | undefined) =>
    values?.length ? inArray(column, [...values]) : undefined;
  const { from, to, search } = filter;
  return [
    is(activityLog.scope, filter.scope),
    is(activityLog.itemId, filter.itemId),
    is(activityLog.userId, filter.userId),
    among(activityLog.scope, filter.scopes),
    among(activityLog.activity, filter.activities),
    among(activityLog.itemId, filter.itemIds),
    among(activityLog.userId, filter.userIds),
    search ? like(sql`lower(${activityLog.detail})`, likePattern(search.toLowerCase())) : undefined,
    from && gte(activityLog.createdAt, from),
    to && lte(activityLog.createdAt, to),
    ...(filter.without ?? []).map(({ scope, ids }) =>
      ids.length === 0
        ? undefined
        : or(ne(activityLog.scope, scope), notInArray(activityLog.itemId, ids.map(String))),
    ),
  ];
}
