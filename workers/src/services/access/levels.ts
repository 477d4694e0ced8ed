import type { Role } from "@edgewise/db/mysql/schema/organizations.ts";
import { notFound } from "../../http/errors.ts";
import { ROLES } from "../../http/roles.ts";
import { SCOPE_OBJECTS, type ScopeObject } from "../../http/scopes.ts";

/** The number under which the public API knows a role: the same in every organization, since roles are built in. */
const ROLE_IDS: Readonly<Record<Role, string>> = {
  viewer: "0ed6e001-0000-4000-8000-000000000001",
  member: "0ed6e001-0000-4000-8000-000000000002",
  admin: "0ed6e001-0000-4000-8000-000000000008",
  owner: "0ed6e001-0000-4000-8000-000000000015",
};

/** What somebody who is added without a role becomes. */
export const DEFAULT_ROLE: Role = "member";

export const roleId = (role: Role): string => ROLE_IDS[role];

/** The role of a number; throws 404 for any other. */
export function requireRoleId(id: string): Role {
  const role = ROLES.find((one) => ROLE_IDS[one] === id);
  if (!role) throw notFound("There is no such role.");
  return role;
}

/** What belongs to a project and is read or written by role; organizations and keys are not among it. */
const PROJECT_TOOLS: readonly ScopeObject[] = SCOPE_OBJECTS.filter(
  (object) => !["organization", "organization_member", "project", "user", "billing"].includes(object),
);

const PROJECT_LEVELS: Readonly<Record<Role, string>> = {
  viewer: "member",
  member: "member",
  admin: "admin",
  owner: "admin",
};
const TOOL_LEVELS: Readonly<Record<Role, string>> = {
  viewer: "viewer",
  member: "editor",
  admin: "manager",
  owner: "manager",
};

/** A level in force and where it comes from; `access_level` is a rule of its own, of which there are none. */
const entry = (level: string, role: Role, subject: "role" | "default") => ({
  access_level: subject === "default" ? level : null,
  effective_access_level: level,
  inherited_access:
    subject === "default"
      ? null
      : {
          access_level: level,
          source: role === "admin" || role === "owner" ? "org_admin" : "role",
          source_subject: "role",
          source_role: { id: roleId(role), name: role },
        },
});

/** What a role may do: with the project itself and with each tool. */
export function accessOf(role: Role, subject: "role" | "default" = "role") {
  return {
    project: entry(PROJECT_LEVELS[role], role, subject),
    resources: Object.fromEntries(
      PROJECT_TOOLS.map((tool) => [tool, entry(TOOL_LEVELS[role], role, subject)]),
    ),
  };
}
