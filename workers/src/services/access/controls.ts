import type { AccessLevel, Governed } from "@edgewise/core/access/level.ts";
import {
  type AccessControlRow,
  deleteAccessControl,
  listAccessControls,
  putAccessControl,
} from "@edgewise/db/mysql/repos/access-controls.ts";
import { findDashboards } from "@edgewise/db/mysql/repos/dashboards.ts";
import { findFlag } from "@edgewise/db/mysql/repos/flags.ts";
import { findMembership } from "@edgewise/db/mysql/repos/organizations.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { ApiError, notFound } from "../../http/errors.ts";
import { levelOn } from "../../http/governed.ts";
import { roleAtLeast } from "../../http/roles.ts";
import { commitLogged } from "../activity/commit-logged.ts";

/** A dashboard or flag whose rules are looked at. */
export interface GovernedObject {
  readonly resource: Governed;
  readonly resourceId: number;
  readonly name: string;
  readonly createdBy: string | null;
}

type Subject = Pick<AccessControlRow, "subject" | "subjectId">;

/** The object of a project; throws 404. */
export async function governedObject(
  access: ProjectAccess,
  resource: Governed,
  id: number,
  deps: Deps,
): Promise<GovernedObject> {
  if (resource === "dashboard") {
    const [row] = await findDashboards(access, deps.db, [id]);
    if (!row || row.deleted) throw notFound();
    return { resource, resourceId: id, name: row.name, createdBy: row.createdBy };
  }
  const row = await findFlag(access, deps.db, id);
  if (!row || row.deleted) throw notFound();
  return { resource, resourceId: id, name: row.key, createdBy: row.createdBy };
}

/** Whether a person may change the rules: admins, who made the object, and whom a rule makes its manager. */
export const mayGovern = (access: ProjectAccess, object: GovernedObject): boolean =>
  roleAtLeast(access.role, "admin") ||
  (roleAtLeast(access.role, "member") &&
    (levelOn(access, object.resource, object.resourceId) === "manager" ||
      (object.createdBy !== null && object.createdBy === access.userId)));

/**
 * Writes a rule about an object, or takes it away (`level` null). Whoever made the object, and whoever writes its first
 * rule, stays its manager by a rule of their own, so nobody shuts themselves out unseen.
 */
export async function setAccessControl(
  access: ProjectAccess,
  object: GovernedObject,
  subject: Subject,
  level: AccessLevel | null,
  deps: Deps,
): Promise<AccessControlRow | null> {
  if (!mayGovern(access, object))
    throw new ApiError("permission_denied", "Only admins and managers of this object change who may use it.");
  const { resource, resourceId, name } = object;
  const known = await listAccessControls(access, deps.db, object);
  const same = (one: Subject, other: Subject) =>
    one.subject === other.subject && one.subjectId === other.subjectId;
  const before = known.find((row) => same(row, subject))?.level ?? null;
  const keepers = known.length === 0 ? await managersOf(access, object, deps) : [];
  const row = level === null ? null : rowOf(access, object, subject, level, deps);
  const changes = [
    {
      type: "AccessControl",
      action: before === null ? "created" : level === null ? "deleted" : "changed",
      field: [subject.subject, subject.subjectId].filter(Boolean).join(":"),
      before,
      after: level,
    },
  ] as const;
  await commitLogged(access, deps, async (tx) => {
    for (const userId of level === null ? [] : keepers) {
      const keeper = { subject: "member", subjectId: userId } as const;
      if (!same(keeper, subject))
        await putAccessControl(access, tx, rowOf(access, object, keeper, "manager", deps));
    }
    if (row) await putAccessControl(access, tx, row);
    else await deleteAccessControl(access, tx, { resource, resourceId, ...subject });
    const scope = resource === "dashboard" ? "Dashboard" : "FeatureFlag";
    return {
      result: undefined,
      entries: [{ scope, itemId: resourceId, activity: "updated", name, changes }],
    };
  });
  return row;
}

/** Who keeps an object when its first rule is written: its maker and the writer, where their role would not do. */
async function managersOf(access: ProjectAccess, object: GovernedObject, deps: Deps): Promise<string[]> {
  const ids = new Set([object.createdBy, access.userId].filter((id) => id !== null));
  const found = await Promise.all([...ids].map((id) => findMembership(access, deps.db, id)));
  return found.flatMap((member) => (member?.role === "member" ? [member.userId] : []));
}

function rowOf(
  { organizationId, projectId, userId }: ProjectAccess,
  { resource, resourceId }: GovernedObject,
  subject: Subject,
  level: AccessLevel,
  deps: Deps,
): AccessControlRow {
  const now = deps.now();
  const place = { organizationId, projectId, resource, resourceId };
  return { id: deps.newId(), ...place, ...subject, level, createdBy: userId, createdAt: now, updatedAt: now };
}
