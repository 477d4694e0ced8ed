import { eq } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { groupTypes } from "../schema/index.ts";
import type { ProjectTenant } from "../tenant.ts";

export type GroupTypeRow = typeof groupTypes.$inferSelect;

/** What people said about a project's group types; the types themselves come with events. */
export async function listGroupTypes(tenant: ProjectTenant, db: Executor): Promise<GroupTypeRow[]> {
  return await db.select().from(groupTypes).where(eq(groupTypes.projectId, tenant.projectId));
}

export async function putGroupType(
  tenant: ProjectTenant,
  db: Executor,
  row: Omit<GroupTypeRow, "projectId">,
): Promise<void> {
  const { nameSingular, namePlural, defaultColumns } = row;
  await db
    .insert(groupTypes)
    .values({ ...row, projectId: tenant.projectId })
    .onDuplicateKeyUpdate({ set: { nameSingular, namePlural, defaultColumns } });
}
