import { and, desc, eq, inArray, sql } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { flagChangeRequests } from "../schema/index.ts";
import type { ProjectTenant } from "../tenant.ts";

export type ChangeRequestRow = typeof flagChangeRequests.$inferSelect;

export async function insertChangeRequest(
  tenant: ProjectTenant,
  db: Executor,
  row: Omit<ChangeRequestRow, "projectId">,
): Promise<void> {
  await db.insert(flagChangeRequests).values({ ...row, projectId: tenant.projectId });
}

/** Requests of a flag, newest first. */
export async function listChangeRequests(
  tenant: ProjectTenant,
  db: Executor,
  flagId: number,
): Promise<ChangeRequestRow[]> {
  return await db
    .select()
    .from(flagChangeRequests)
    .where(and(eq(flagChangeRequests.projectId, tenant.projectId), eq(flagChangeRequests.flagId, flagId)))
    .orderBy(desc(flagChangeRequests.createdAt), desc(flagChangeRequests.id))
    .limit(200);
}

export interface ChangeRequestFilter {
  readonly id?: string | undefined;
  readonly flagId?: number | undefined;
  /** Any of them. */
  readonly states?: readonly ChangeRequestRow["state"][] | undefined;
}

/** Requests of all of a project's flags, newest first. */
export async function findChangeRequests(
  tenant: ProjectTenant,
  db: Executor,
  { id, flagId, states }: ChangeRequestFilter,
  page: { limit: number; offset: number },
): Promise<{ total: number; rows: ChangeRequestRow[] }> {
  const where = and(
    eq(flagChangeRequests.projectId, tenant.projectId),
    id === undefined ? undefined : eq(flagChangeRequests.id, id),
    flagId === undefined ? undefined : eq(flagChangeRequests.flagId, flagId),
    states === undefined ? undefined : inArray(flagChangeRequests.state, [...states]),
  );
  const [count] = await db.select({ total: sql<number>`count(*)` }).from(flagChangeRequests).where(where);
  const rows = await db
    .select()
    .from(flagChangeRequests)
    .where(where)
    .orderBy(desc(flagChangeRequests.createdAt), desc(flagChangeRequests.id))
    .limit(page.limit)
    .offset(page.offset);
  return { total: Number(count?.total ?? 0), rows };
}

/** Moves a request on; false when someone else was first. */
export async function moveChangeRequest(
  tenant: ProjectTenant,
  db: Executor,
  id: string,
  from: ChangeRequestRow["state"],
  decision: Pick<ChangeRequestRow, "state" | "decidedBy" | "decidedAt">,
): Promise<boolean> {
  const result = await db
    .update(flagChangeRequests)
    .set(decision)
    .where(
      and(
        eq(flagChangeRequests.projectId, tenant.projectId),
        eq(flagChangeRequests.id, id),
        eq(flagChangeRequests.state, from),
      ),
    );
  return result.rowsAffected === 1;
}
