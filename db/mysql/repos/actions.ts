import { and, asc, desc, eq, inArray, like, or, type SQL, sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { actions } from "../schema/index.ts";
import type { ProjectTenant } from "../tenant.ts";
import { likePattern } from "./like.ts";

export type ActionRow = typeof actions.$inferSelect;

export interface ActionFilter {
  readonly search?: string | undefined;
  /** Ids of users, any of them. */
  readonly authors?: readonly string[] | undefined;
  /** Any of them. */
  readonly tags?: readonly string[] | undefined;
}

/** Fields that a list can be ordered by, with an optional leading `-`. */
const ORDER = {
  id: actions.id,
  name: actions.name,
  created_at: actions.createdAt,
  updated_at: actions.updatedAt,
} as const;

const live = (tenant: ProjectTenant): SQL | undefined =>
  and(eq(actions.projectId, tenant.projectId), eq(actions.deleted, false));

/** Matching live actions, by name unless asked otherwise. */
export async function listActions(
  tenant: ProjectTenant,
  db: Executor,
  filter: ActionFilter,
  page: { limit: number; offset: number },
  order = "name",
): Promise<{ total: number; rows: ActionRow[] }> {
  const where = and(live(tenant), ...conditions(filter));
  const [count] = await db.select({ total: sql<number>`count(*)` }).from(actions).where(where);
  const column = ORDER[order.replace(/^-/, "") as keyof typeof ORDER] ?? actions.name;
  const direction = order.startsWith("-") ? desc : asc;
  const rows = await db
    .select()
    .from(actions)
    .where(where)
    .orderBy(direction(column), direction(actions.id))
    .limit(page.limit)
    .offset(page.offset);
  return { total: Number(count?.total ?? 0), rows };
}

function conditions({ search, authors, tags }: ActionFilter): (SQL | undefined)[] {
  return [
    search === undefined
      ? undefined
      : or(
          like(actions.name, likePattern(search)),
          like(sql`lower(${actions.description})`, likePattern(search.toLowerCase())),
        ),
    authors === undefined
      ? undefined
      : authors.length === 0
        ? sql`false`
        : inArray(actions.createdBy, [...authors]),
    tags && or(...tags.map((tag) => sql`json_contains(${actions.tags}, ${JSON.stringify(tag)})`)),
  ];
}

/** Every live action of a project: what queries can name. */
export async function allActions(tenant: ProjectTenant, db: Executor): Promise<ActionRow[]> {
  const unpinned = sql`${actions.pinnedAt} is null`;
  return await db.select().from(actions).where(live(tenant)).orderBy(unpinned, asc(actions.id));
}

/** An action of the project, deleted or not; `lock` holds it until the transaction ends. */
export async function findAction(
  tenant: ProjectTenant,
  db: Executor,
  id: number,
  { lock = false } = {},
): Promise<ActionRow | null> {
  const where = and(eq(actions.projectId, tenant.projectId), eq(actions.id, id));
  const query = db.select().from(actions).where(where).limit(1);
  const [row] = lock ? await query.for("update") : await query;
  return row ?? null;
}

/** Inserts an action; fails as a duplicate when a live one has its name. Returns its number. */
export async function insertAction(
  tenant: ProjectTenant,
  db: Executor,
  row: Omit<ActionRow, "id" | "projectId" | "liveName">,
): Promise<number> {
  const values = { ...row, liveName: row.deleted ? null : row.name, projectId: tenant.projectId };
  const result = await db.insert(actions).values(values);
  return Number(result.insertId);
}

export async function updateAction(
  tenant: ProjectTenant,
  db: Executor,
  id: number,
  row: Omit<ActionRow, "id" | "projectId" | "liveName" | "createdBy" | "createdAt">,
): Promise<void> {
  await db
    .update(actions)
    .set({ ...row, liveName: row.deleted ? null : row.name })
    .where(and(eq(actions.projectId, tenant.projectId), eq(actions.id, id)));
}
