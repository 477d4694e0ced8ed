import { and, asc, eq, gt, or, sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { featureFlagVersions, flagChangeRequests } from "../schema/index.ts";

/** Where a stored document may hold sealed texts. */
export interface VersionPlace {
  readonly projectId: number;
  readonly flagId: number;
  readonly version: number;
}

const SEALED = '%"sealed:%';

/** Versions of flags that hold sealed texts, in the order of their places, after one. */
export async function sealedVersions(
  db: Executor,
  after: VersionPlace | null,
  limit: number,
): Promise<(VersionPlace & { readonly definition: Record<string, unknown> })[]> {
  const { projectId, flagId, version, definition } = featureFlagVersions;
  const later =
    after &&
    or(
      gt(projectId, after.projectId),
      and(eq(projectId, after.projectId), gt(flagId, after.flagId)),
      and(eq(projectId, after.projectId), eq(flagId, after.flagId), gt(version, after.version)),
    );
  return await db
    .select({ projectId, flagId, version, definition })
    .from(featureFlagVersions)
    .where(and(sql`cast(${definition} as char) like ${SEALED}`, later ?? undefined))
    .orderBy(asc(projectId), asc(flagId), asc(version))
    .limit(limit);
}

export async function resealVersion(
  place: VersionPlace,
  db: Executor,
  definition: Record<string, unknown>,
): Promise<void> {
  const { projectId, flagId, version } = featureFlagVersions;
  await db
    .update(featureFlagVersions)
    .set({ definition })
    .where(and(eq(projectId, place.projectId), eq(flagId, place.flagId), eq(version, place.version)));
}

/** Changes of flags that wait for approval, or were decided, with sealed texts in them. */
export async function sealedRequests(
  db: Executor,
): Promise<{ readonly id: string; readonly change: Record<string, unknown> }[]> {
  const { id, change } = flagChangeRequests;
  return await db
    .select({ id, change })
    .from(flagChangeRequests)
    .where(sql`cast(${change} as char) like ${SEALED}`);
}

export async function resealRequest(
  id: string,
  db: Executor,
  change: Record<string, unknown>,
): Promise<void> {
  await db.update(flagChangeRequests).set({ change }).where(eq(flagChangeRequests.id, id));
}
