import { and, desc, eq } from "drizzle-orm";
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
