import { and, eq, getTableColumns, inArray, isNotNull, isNull, lte, notInArray } from "drizzle-orm";
import { MySqlTable } from "drizzle-orm/mysql-core";
import type { Executor } from "../client.ts";
import * as schema from "../schema/index.ts";
import type { OrganizationTenant, ProjectTenant } from "../tenant.ts";
import type { OrganizationRow } from "./organizations.ts";
import type { EnvironmentRow, ProjectRow } from "./projects.ts";

const { environments, environmentTokens, memberships, organizations, projects, apiKeys } = schema;

/** When something was deleted, until when it can be restored, and when it was erased. */
export interface Removal {
  readonly deletedAt: Date | null;
  readonly eraseAt: Date | null;
}

export async function setOrganizationRemoval(
  tenant: OrganizationTenant,
  db: Executor,
  removal: Removal,
  now: Date,
): Promise<void> {
  await db
    .update(organizations)
    .set({ ...removal, updatedAt: now })
    .where(eq(organizations.id, tenant.organizationId));
}

export async function setProjectRemoval(
  tenant: ProjectTenant,
  db: Executor,
  removal: Removal,
  now: Date,
): Promise<void> {
  await db
    .update(projects)
    .set({ ...removal, updatedAt: now })
    .where(and(eq(projects.id, tenant.projectId), eq(projects.organizationId, tenant.organizationId)));
}

/** Deleted organisations of which a person is owner, that can still be restored. */
export async function restorableOrganizations(userId: string, db: Executor): Promise<OrganizationRow[]> {
  const rows = await db
    .select({ organization: organizations })
    .from(memberships)
    .innerJoin(organizations, eq(organizations.id, memberships.organizationId))
    .where(
      and(
        eq(memberships.userId, userId),
        eq(memberships.role, "owner"),
        isNotNull(organizations.deletedAt),
        isNull(organizations.erasedAt),
      ),
    );
  return rows.map(({ organization }) => organization);
}

/** Deleted projects of an organisation that can still be restored. */
export async function restorableProjects(tenant: OrganizationTenant, db: Executor): Promise<ProjectRow[]> {
  return await db
    .select()
    .from(projects)
    .where(
      and(
        eq(projects.organizationId, tenant.organizationId),
        isNotNull(projects.eraseAt),
        isNull(projects.erasedAt),
      ),
    );
}

/** Projects whose grace is over, oldest first. */
export async function dueProjects(db: Executor, now: Date, limit: number): Promise<ProjectRow[]> {
  return await db
    .select()
    .from(projects)
    .where(and(lte(projects.eraseAt, now), isNull(projects.erasedAt)))
    .orderBy(projects.eraseAt)
    .limit(limit);
}

/** Organisations whose grace is over and whose projects are all erased. */
export async function dueOrganizations(db: Executor, now: Date, limit: number): Promise<OrganizationRow[]> {
  const waiting = db.select({ id: projects.organizationId }).from(projects).where(isNull(projects.erasedAt));
  return await db
    .select()
    .from(organizations)
    .where(
      and(
        lte(organizations.eraseAt, now),
        isNull(organizations.erasedAt),
        notInArray(organizations.id, waiting),
      ),
    )
    .limit(limit);
}

/** Every environment a project ever had. */
export async function everyEnvironment(tenant: ProjectTenant, db: Executor): Promise<EnvironmentRow[]> {
  return await db.select().from(environments).where(eq(environments.projectId, tenant.projectId));
}

/** Tables that name their project, but for those that outlive it: the project itself, and the audit log. */
const KEPT: readonly MySqlTable[] = [projects, environments, schema.activityLog];
const ofProjects = Object.values(schema).filter(
  (table): table is typeof schema.featureFlags =>
    table instanceof MySqlTable && "projectId" in getTableColumns(table) && !KEPT.includes(table),
);

/** Deletes all rows of a project; its own stays as what the audit log tells of. */
export async function eraseProjectRows(tenant: ProjectTenant, db: Executor, now: Date): Promise<void> {
  const ids = (await everyEnvironment(tenant, db)).map(({ id }) => id);
  for (const table of ofProjects) await db.delete(table).where(eq(table.projectId, tenant.projectId));
  if (ids.length > 0) {
    await db.delete(environmentTokens).where(inArray(environmentTokens.environmentId, ids));
    await db.delete(apiKeys).where(inArray(apiKeys.environmentId, ids));
    await db.update(environments).set({ settings: {}, deletedAt: now }).where(inArray(environments.id, ids));
  }
  await db.update(projects).set({ settings: {}, erasedAt: now }).where(eq(projects.id, tenant.projectId));
}

/** Tables of an organisation itself; what was billed stays, as the law asks. */
const ofOrganizations = [
  schema.organizationInvites,
  schema.organizationDomains,
  schema.identityProviders,
  schema.accessControls,
  memberships,
] as const;

/** Deletes who belonged to an organisation and how they came in; its name stays with its audit log. */
export async function eraseOrganizationRows(
  tenant: OrganizationTenant,
  db: Executor,
  now: Date,
): Promise<void> {
  for (const table of ofOrganizations)
    await db.delete(table).where(eq(table.organizationId, tenant.organizationId));
  await db
    .update(organizations)
    .set({ settings: {}, erasedAt: now })
    .where(eq(organizations.id, tenant.organizationId));
}

/** Tables that name both their project and its organisation. */
const ofBoth = ofProjects
  .filter((table) => "organizationId" in getTableColumns(table))
  .map(
    // They differ in all but these two columns.
    (table) => table as unknown as typeof schema.accessControls,
  );

/** Hands a project with all its rows to another organisation; rules for single members stay behind. */
export async function moveProject(
  tenant: ProjectTenant,
  db: Executor,
  organizationId: string,
  now: Date,
): Promise<void> {
  const { accessControls } = schema;
  const own = eq(accessControls.projectId, tenant.projectId);
  await db.delete(accessControls).where(and(own, eq(accessControls.subject, "member")));
  for (const table of ofBoth)
    await db.update(table).set({ organizationId }).where(eq(table.projectId, tenant.projectId));
  await db.update(environments).set({ organizationId }).where(eq(environments.projectId, tenant.projectId));
  await db.update(projects).set({ organizationId, updatedAt: now }).where(eq(projects.id, tenant.projectId));
}
