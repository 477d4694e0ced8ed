import { and, asc, desc, eq, inArray, like, notInArray, or, type SQL, sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { featureFlags, featureFlagVersions, projects } from "../schema/index.ts";
import type { ProjectTenant } from "../tenant.ts";
import { likePattern } from "./like.ts";

export type FlagRow = typeof featureFlags.$inferSelect;
export type FlagVersionRow = typeof featureFlagVersions.$inferSelect;

export interface FlagListFilter {
  readonly search?: string;
  readonly key?: string;
  readonly active?: boolean;
  readonly archived?: boolean;
  readonly createdBy?: string;
  readonly runtime?: string;
  readonly type?: "boolean" | "multivariant" | "remote_config";
  /** Left out: the person must not see them. */
  readonly without?: readonly number[];
}

/** Matching live flags, newest first; `order` is a public field name with an optional leading `-`. */
export async function listFlags(
  tenant: ProjectTenant,
  db: Executor,
  filter: FlagListFilter,
  page: { limit: number; offset: number },
  order = "-created_at",
): Promise<{ total: number; rows: FlagRow[] }> {
  const where = and(
    eq(featureFlags.projectId, tenant.projectId),
    eq(featureFlags.deleted, false),
    ...conditions(filter),
  );
  const [count] = await db.select({ total: sql<number>`count(*)` }).from(featureFlags).where(where);
  const column = ORDER[order.replace(/^-/, "") as keyof typeof ORDER] ?? featureFlags.createdAt;
  const direction = order.startsWith("-") ? desc : asc;
  const rows = await db
    .select()
    .from(featureFlags)
    .where(where)
    .orderBy(direction(column), direction(featureFlags.id))
    .limit(page.limit)
    .offset(page.offset);
  return { total: Number(count?.total ?? 0), rows };
}

const ORDER = {
  id: featureFlags.id,
  key: featureFlags.key,
  name: featureFlags.name,
  created_at: featureFlags.createdAt,
  updated_at: featureFlags.updatedAt,
  active: featureFlags.active,
} as const;

function conditions(filter: FlagListFilter): (SQL | undefined)[] {
  const variants = sql`json_length(${featureFlags.filters}, '$.multivariate.variants')`;
  return [
    filter.search === undefined
      ? undefined
      : or(
          like(sql`lower(${featureFlags.key})`, likePattern(filter.search.toLowerCase())),
          like(sql`lower(${featureFlags.name})`, likePattern(filter.search.toLowerCase())),
        ),
    filter.without?.length ? notInArray(featureFlags.id, [...filter.without]) : undefined,
    filter.key === undefined ? undefined : eq(featureFlags.key, filter.key),
    filter.active === undefined ? undefined : eq(featureFlags.active, filter.active),
    filter.archived === undefined ? undefined : eq(featureFlags.archived, filter.archived),
    filter.createdBy === undefined ? undefined : eq(featureFlags.createdBy, filter.createdBy),
    filter.runtime === undefined ? undefined : eq(featureFlags.evaluationRuntime, filter.runtime),
    filter.type === "remote_config" ? eq(featureFlags.isRemoteConfiguration, true) : undefined,
    filter.type === "multivariant" ? sql`${variants} > 0` : undefined,
    filter.type === "boolean"
      ? sql`coalesce(${variants}, 0) = 0 and ${featureFlags.isRemoteConfiguration} = false`
      : undefined,
  ];
}

/** Every live flag of a project: what a snapshot is built from. */
export async function allFlags(tenant: ProjectTenant, db: Executor): Promise<FlagRow[]> {
  return await db
    .select()
    .from(featureFlags)
    .where(and(eq(featureFlags.projectId, tenant.projectId), eq(featureFlags.deleted, false)))
    .orderBy(asc(featureFlags.id));
}

/** Which version of a live flag is stored. */
export type FlagStamp = Pick<FlagRow, "id" | "version" | "updatedAt">;

/** Every live flag without its content; a flag of the same stamp is the same. */
export async function flagStamps(tenant: ProjectTenant, db: Executor): Promise<FlagStamp[]> {
  const { id, version, updatedAt } = featureFlags;
  return await db
    .select({ id, version, updatedAt })
    .from(featureFlags)
    .where(and(eq(featureFlags.projectId, tenant.projectId), eq(featureFlags.deleted, false)))
    .orderBy(asc(id));
}

export async function findFlag(tenant: ProjectTenant, db: Executor, id: number): Promise<FlagRow | null> {
  const where = and(eq(featureFlags.projectId, tenant.projectId), eq(featureFlags.id, id));
  const [row] = await db.select().from(featureFlags).where(where).limit(1);
  return row ?? null;
}

export async function findFlagByKey(
  tenant: ProjectTenant,
  db: Executor,
  key: string,
): Promise<FlagRow | null> {
  const where = and(eq(featureFlags.projectId, tenant.projectId), eq(featureFlags.liveKey, key));
  const [row] = await db.select().from(featureFlags).where(where).limit(1);
  return row ?? null;
}

export async function findFlags(
  tenant: ProjectTenant,
  db: Executor,
  ids: readonly number[],
): Promise<FlagRow[]> {
  if (ids.length === 0) return [];
  return await db
    .select()
    .from(featureFlags)
    .where(and(eq(featureFlags.projectId, tenant.projectId), inArray(featureFlags.id, [...ids])));
}

/** Inserts a flag and returns its number. Throws the driver's duplicate error when the key is taken. */
/** Every flag of the deployment that keeps secrets, for the job that seals them anew. */
export async function secretFlags(
  db: Executor,
): Promise<{ readonly flag: FlagRow; readonly organizationId: string }[]> {
  return await db
    .select({ flag: featureFlags, organizationId: projects.organizationId })
    .from(featureFlags)
    .innerJoin(projects, eq(projects.id, featureFlags.projectId))
    .where(eq(featureFlags.hasEncryptedPayloads, true));
}

export async function insertFlag(
  tenant: ProjectTenant,
  db: Executor,
  row: Omit<FlagRow, "id" | "projectId">,
) {
  const result = await db.insert(featureFlags).values({ ...row, projectId: tenant.projectId });
  return Number(result.insertId);
}

/** Writes a flag when it still has `expectedVersion`; false when another write came first. */
export async function updateFlag(
  tenant: ProjectTenant,
  db: Executor,
  id: number,
  expectedVersion: number,
  change: Partial<Omit<FlagRow, "id" | "projectId">>,
): Promise<boolean> {
  const result = await db
    .update(featureFlags)
    .set(change)
    .where(
      and(
        eq(featureFlags.projectId, tenant.projectId),
        eq(featureFlags.id, id),
        eq(featureFlags.version, expectedVersion),
      ),
    );
  return result.rowsAffected === 1;
}

export async function insertFlagVersion(
  tenant: ProjectTenant,
  db: Executor,
  row: Omit<FlagVersionRow, "projectId">,
): Promise<void> {
  await db.insert(featureFlagVersions).values({ ...row, projectId: tenant.projectId });
}

export async function findFlagVersion(
  tenant: ProjectTenant,
  db: Executor,
  flagId: number,
  version: number,
): Promise<FlagVersionRow | null> {
  const { projectId, flagId: flag, version: at } = featureFlagVersions;
  const where = and(eq(projectId, tenant.projectId), eq(flag, flagId), eq(at, version));
  const [row] = await db.select().from(featureFlagVersions).where(where).limit(1);
  return row ?? null;
}

/** A flag's history, newest first. */
export async function listFlagVersions(
  tenant: ProjectTenant,
  db: Executor,
  flagId: number,
  page: { limit: number; offset: number },
): Promise<{ total: number; rows: FlagVersionRow[] }> {
  const where = and(
    eq(featureFlagVersions.projectId, tenant.projectId),
    eq(featureFlagVersions.flagId, flagId),
  );
  const [count] = await db.select({ total: sql<number>`count(*)` }).from(featureFlagVersions).where(where);
  const rows = await db
    .select()
    .from(featureFlagVersions)
    .where(where)
    .orderBy(desc(featureFlagVersions.version))
    .limit(page.limit)
    .offset(page.offset);
  return { total: Number(count?.total ?? 0), rows };
}
