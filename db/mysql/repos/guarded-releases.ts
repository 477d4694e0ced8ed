import { and, asc, desc, eq, inArray, isNull, notInArray, type SQL, sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { guardedReleaseEntries, guardedReleases } from "../schema/index.ts";
import type { ProjectTenant } from "../tenant.ts";

export type ReleaseRow = typeof guardedReleases.$inferSelect;
export type ReleaseEntryRow = typeof guardedReleaseEntries.$inferSelect;

const own = ({ projectId }: ProjectTenant, ...more: (SQL | undefined)[]) =>
  and(eq(guardedReleases.projectId, projectId), ...more);

export interface ReleaseFilter {
  readonly environmentId?: number | undefined;
  readonly flagId?: number | undefined;
  /** Any of them. */
  readonly states?: readonly ReleaseRow["state"][] | undefined;
  /** Flags whose releases are left out. */
  readonly without?: readonly number[] | undefined;
}

/** Releases of a project, newest first. */
export async function listReleases(
  tenant: ProjectTenant,
  db: Executor,
  { environmentId, flagId, states, without = [] }: ReleaseFilter,
  page: { readonly limit: number; readonly offset: number },
): Promise<{ total: number; rows: ReleaseRow[] }> {
  const where = own(
    tenant,
    environmentId === undefined ? undefined : eq(guardedReleases.environmentId, environmentId),
    flagId === undefined ? undefined : eq(guardedReleases.flagId, flagId),
    states === undefined ? undefined : inArray(guardedReleases.state, [...states]),
    without.length === 0 ? undefined : notInArray(guardedReleases.flagId, [...without]),
  );
  const [count] = await db.select({ total: sql<number>`count(*)` }).from(guardedReleases).where(where);
  const rows = await db
    .select()
    .from(guardedReleases)
    .where(where)
    .orderBy(desc(guardedReleases.createdAt), desc(guardedReleases.id))
    .limit(page.limit)
    .offset(page.offset);
  return { total: Number(count?.total ?? 0), rows };
}

/** Which releases any of these flags has or had. */
export async function releaseIdsOf(
  tenant: ProjectTenant,
  db: Executor,
  flagIds: readonly number[],
): Promise<string[]> {
  if (flagIds.length === 0) return [];
  const rows = await db
    .select({ id: guardedReleases.id })
    .from(guardedReleases)
    .where(own(tenant, inArray(guardedReleases.flagId, [...flagIds])));
  return rows.map(({ id }) => id);
}

export async function findRelease(
  tenant: ProjectTenant,
  db: Executor,
  id: string,
): Promise<ReleaseRow | null> {
  const [row] = await db
    .select()
    .from(guardedReleases)
    .where(own(tenant, eq(guardedReleases.id, id)))
    .limit(1);
  return row ?? null;
}

/** Throws the driver's duplicate error when one lives for the flag in the environment. */
export async function insertRelease(
  tenant: ProjectTenant,
  db: Executor,
  row: Omit<ReleaseRow, "projectId">,
): Promise<void> {
  await db.insert(guardedReleases).values({ ...row, projectId: tenant.projectId });
}

/** Writes a release that still is as it was read; false when another write came first. */
export async function updateRelease(
  { id, projectId, version }: Pick<ReleaseRow, "id" | "projectId" | "version">,
  db: Executor,
  change: Partial<Omit<ReleaseRow, "id" | "projectId" | "version">>,
): Promise<boolean> {
  const result = await db
    .update(guardedReleases)
    .set({ ...change, version: version + 1 })
    .where(
      own(
        { projectId, organizationId: "" },
        eq(guardedReleases.id, id),
        eq(guardedReleases.version, version),
      ),
    );
  return result.rowsAffected === 1;
}

/** Living releases of all projects, those that were looked at longest ago first. */
export async function livingReleases(db: Executor, limit: number): Promise<ReleaseRow[]> {
  return await db
    .select()
    .from(guardedReleases)
    .where(inArray(guardedReleases.state, ["running", "paused"]))
    .orderBy(asc(guardedReleases.lookedAt), asc(guardedReleases.id))
    .limit(limit);
}

/** Takes a release for one look: false when another run has it. Leaves its version alone. */
export async function claimRelease(row: ReleaseRow, db: Executor, now: Date): Promise<boolean> {
  const { id, projectId, lookedAt } = row;
  const unchanged =
    lookedAt === null ? isNull(guardedReleases.lookedAt) : eq(guardedReleases.lookedAt, lookedAt);
  const result = await db
    .update(guardedReleases)
    .set({ lookedAt: now })
    .where(own({ projectId, organizationId: "" }, eq(guardedReleases.id, id), unchanged));
  return result.rowsAffected === 1;
}

export async function insertReleaseEntry(db: Executor, row: ReleaseEntryRow): Promise<void> {
  await db.insert(guardedReleaseEntries).values(row);
}

/** What happened to a release, newest first. */
export async function listReleaseEntries(
  { projectId }: ProjectTenant,
  db: Executor,
  releaseId: string,
): Promise<ReleaseEntryRow[]> {
  return await db
    .select()
    .from(guardedReleaseEntries)
    .where(
      and(eq(guardedReleaseEntries.projectId, projectId), eq(guardedReleaseEntries.releaseId, releaseId)),
    )
    .orderBy(desc(guardedReleaseEntries.createdAt), desc(guardedReleaseEntries.id))
    .limit(500);
}
