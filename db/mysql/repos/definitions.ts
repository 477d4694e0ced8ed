import { and, eq } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { eventDefinitions, propertyDefinitions } from "../schema/index.ts";
import type { ProjectTenant } from "../tenant.ts";

export type EventDefinitionRow = typeof eventDefinitions.$inferSelect;
export type PropertyDefinitionRow = typeof propertyDefinitions.$inferSelect;

/** Events that somebody described, all of a project's. */
export async function listEventDefinitions(
  tenant: ProjectTenant,
  db: Executor,
): Promise<EventDefinitionRow[]> {
  return await db.select().from(eventDefinitions).where(eq(eventDefinitions.projectId, tenant.projectId));
}

export async function putEventDefinition(
  tenant: ProjectTenant,
  db: Executor,
  row: Omit<EventDefinitionRow, "projectId">,
): Promise<void> {
  const { id: _, name: __, createdAt: ___, createdBy: ____, ...change } = row;
  await db
    .insert(eventDefinitions)
    .values({ ...row, projectId: tenant.projectId })
    .onDuplicateKeyUpdate({ set: change });
}

/** Properties of one kind of owner that somebody described. */
export async function listPropertyDefinitions(
  tenant: ProjectTenant,
  db: Executor,
  type?: PropertyDefinitionRow["type"],
): Promise<PropertyDefinitionRow[]> {
  return await db
    .select()
    .from(propertyDefinitions)
    .where(
      and(
        eq(propertyDefinitions.projectId, tenant.projectId),
        type === undefined ? undefined : eq(propertyDefinitions.type, type),
      ),
    );
}

export async function putPropertyDefinition(
  tenant: ProjectTenant,
  db: Executor,
  row: Omit<PropertyDefinitionRow, "projectId">,
): Promise<void> {
  const {
    id: _,
    name: __,
    type: ___,
    groupTypeIndex: ____,
    createdAt: _____,
    createdBy: ______,
    ...change
  } = row;
  await db
    .insert(propertyDefinitions)
    .values({ ...row, projectId: tenant.projectId })
    .onDuplicateKeyUpdate({ set: change });
}
