import type { Governed } from "@edgewise/core/access/level.ts";
import { and, asc, eq, ne, or } from "drizzle-orm";
import type { Executor } from "../client.ts";
import { accessControls } from "../schema/index.ts";
import type { ProjectTenant } from "../tenant.ts";

export type AccessControlRow = typeof accessControls.$inferSelect;

/** One object that rules can be about. */
interface Target {
  readonly resource: Governed;
  readonly resourceId: number;
}

const of = (tenant: ProjectTenant, { resource, resourceId }: Target) =>
  and(
    eq(accessControls.projectId, tenant.projectId),
    eq(accessControls.resource, resource),
    eq(accessControls.resourceId, resourceId),
  );

/** A project's rules that concern a person: everybody's, roles' and their own. */
export async function rulesFor(projectId: number, db: Executor, userId: string): Promise<AccessControlRow[]> {
  return await db
    .select()
    .from(accessControls)
    .where(
      and(
        eq(accessControls.projectId, projectId),
        or(ne(accessControls.subject, "member"), eq(accessControls.subjectId, userId)),
      ),
    );
}

/** All rules of a project, or of one object of it. */
export async function listAccessControls(
  tenant: ProjectTenant,
  db: Executor,
  target?: Target,
): Promise<AccessControlRow[]> {
  return await db
    .select()
    .from(accessControls)
    .where(target ? of(tenant, target) : eq(accessControls.projectId, tenant.projectId))
    .orderBy(asc(accessControls.createdAt), asc(accessControls.id));
}

/** Writes a rule, in place of an earlier one about the same object and subject. */
export async function putAccessControl(
  tenant: ProjectTenant,
  db: Executor,
  row: AccessControlRow,
): Promise<void> {
  await deleteAccessControl(tenant, db, row);
  await db.insert(accessControls).values(row);
}

export async function deleteAccessControl(
  tenant: ProjectTenant,
  db: Executor,
  rule: Target & Pick<AccessControlRow, "subject" | "subjectId">,
): Promise<void> {
  await db
    .delete(accessControls)
    .where(
      and(
        of(tenant, rule),
        eq(accessControls.subject, rule.subject),
        eq(accessControls.subjectId, rule.subjectId),
      ),
    );
}

/** Forgets the rules for a person in an organisation that they leave. */
export async function deleteMemberRules(organizationId: string, db: Executor, userId: string): Promise<void> {
  await db
    .delete(accessControls)
    .where(
      and(
        eq(accessControls.organizationId, organizationId),
        eq(accessControls.subject, "member"),
        eq(accessControls.subjectId, userId),
      ),
    );
}
