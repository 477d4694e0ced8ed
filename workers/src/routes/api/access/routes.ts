import { ACCESS_LEVELS, GOVERNED } from "@edgewise/core/access/level.ts";
import { listAccessControls } from "@edgewise/db/mysql/repos/access-controls.ts";
import { listMembers } from "@edgewise/db/mysql/repos/organizations.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { notFound } from "../../../http/errors.ts";
import { levelOn } from "../../../http/governed.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { ROLES } from "../../../http/roles.ts";
import { type ApiRoute, route } from "../../../http/route.ts";
import { accessOf, DEFAULT_ROLE, requireRoleId, roleId } from "../../../services/access/levels.ts";
import { presentUserBasic, userBasic } from "../users/basic.ts";

const tag = "access control";
const read = { kind: "project", scope: "access_control:read" } as const;
const at = (path: string) => [`/api/organizations/:organization_id/projects/:project_id/${path}/`];
const ALL = { limit: 1000, offset: 0 };

const entry = z.object({
  access_level: z.string().nullable(),
  effective_access_level: z.string(),
  inherited_access: z.record(z.string(), z.unknown()).nullable(),
});
const levels = { project: entry, resources: z.record(z.string(), entry) };
const ofRole = z.object({ role_id: z.string(), role_name: z.string(), ...levels });
const ofMember = z.object({
  organization_membership_id: z.string(),
  user: userBasic,
  role: z.string(),
  ...levels,
});
const defaults = z.object({
  ...levels,
  available_project_levels: z.array(z.string()),
  available_resource_levels: z.array(z.string()),
  object_rules: z.array(z.string()),
});

async function members(access: ProjectAccess, deps: Deps): Promise<z.infer<typeof ofMember>[]> {
  const { rows } = await listMembers(access, deps.db, ALL);
  return rows.map(({ membership, user }) => ({
    organization_membership_id: membership.id,
    user: presentUserBasic(user),
    role: membership.role,
    ...accessOf(membership.role),
  }));
}

type Whose = "default" | "member" | "role";
const whoseQuery = pageQuery.extend({ member_id: z.string().optional(), role_id: z.string().optional() });
const whose = (of: Whose): string => (of === "default" ? "the project" : `a ${of}`);

/** Whom the rules of a list are about, as they name it. Throws 404. */
async function subjectOf(
  of: Whose,
  query: z.output<typeof whoseQuery>,
  access: ProjectAccess,
  deps: Deps,
): Promise<string> {
  if (of === "default") return "";
  if (of === "role") return requireRoleId(query.role_id ?? "");
  const { rows } = await listMembers(access, deps.db, ALL);
  const seat = rows.find(({ membership }) => membership.id === query.member_id);
  if (!seat) throw notFound("There is no such member.");
  return seat.user.id;
}

const objectRule = z.object({
  id: z.string(),
  resource: z.enum(GOVERNED),
  resource_id: z.string(),
  access_level: z.enum(ACCESS_LEVELS),
});

/** Rules on single objects, those that the caller may see. */
const objectRules = (path: string, of: Whose): ApiRoute =>
  route({
    method: "get",
    paths: at(path),
    access: read,
    summary: `Rules of ${whose(of)} on single objects`,
    tag,
    query: whoseQuery,
    response: pageSchema(objectRule),
    async handler({ c, access, deps, query }) {
      const subjectId = await subjectOf(of, query, access, deps);
      const rows = (await listAccessControls(access, deps.db)).filter(
        (row) =>
          row.subject === of &&
          row.subjectId === subjectId &&
          levelOn(access, row.resource, row.resourceId) !== "none",
      );
      const shown = rows.slice(query.offset, query.offset + query.limit);
      const present = shown.map(({ id, resource, resourceId, level }) => ({
        id,
        resource,
        resource_id: String(resourceId),
        access_level: level,
      }));
      return pageOf(c, query, rows.length, present);
    },
  });

/** Rules on single properties: there are none, so the list is empty for whom there is. */
const noRules = (path: string, of: Whose): ApiRoute =>
  route({
    method: "get",
    paths: at(path),
    access: read,
    summary: `Rules of ${whose(of)} on single properties: there are none`,
    tag,
    query: whoseQuery,
    response: pageSchema(z.object({})),
    async handler({ c, access, deps, query }) {
      await subjectOf(of, query, access, deps);
      return pageOf(c, query, 0, []);
    },
  });

const isMember = (id: string | undefined) => (one: { readonly organization_membership_id: string }) =>
  one.organization_membership_id === id;

export const ACCESS_CONTROL_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: at("access_control_defaults"),
    access: read,
    summary: "What a new member may do",
    tag,
    response: defaults,
    handler: async () => ({
      ...accessOf(DEFAULT_ROLE, "default"),
      available_project_levels: ["member", "admin"],
      available_resource_levels: ["viewer", "editor", "manager"],
      object_rules: [],
    }),
  }),
  route({
    method: "get",
    paths: at("access_control_members"),
    access: read,
    summary: "What each member may do, and why",
    tag,
    query: pageQuery.extend({ member_id: z.string().optional() }),
    response: pageSchema(ofMember),
    async handler({ c, access, deps, query }) {
      const all = await members(access, deps);
      const asked = query.member_id === undefined ? all : all.filter(isMember(query.member_id));
      if (query.member_id !== undefined && asked.length === 0) throw notFound("There is no such member.");
      return pageOf(c, query, asked.length, asked.slice(query.offset, query.offset + query.limit));
    },
  }),
  route({
    method: "get",
    paths: at("access_control_roles"),
    access: read,
    summary: "What each role may do",
    tag,
    query: pageQuery.extend({ role_id: z.string().optional() }),
    response: pageSchema(ofRole),
    async handler({ c, query }) {
      const asked = query.role_id === undefined ? ROLES : [requireRoleId(query.role_id)];
      const shown = asked.slice(query.offset, query.offset + query.limit);
      const present = shown.map((role) => ({ role_id: roleId(role), role_name: role, ...accessOf(role) }));
      return pageOf(c, query, asked.length, present);
    },
  }),
  objectRules("access_control_default_objects", "default"),
  noRules("access_control_default_properties", "default"),
  objectRules("access_control_member_objects", "member"),
  noRules("access_control_member_properties", "member"),
  objectRules("access_control_role_objects", "role"),
  noRules("access_control_role_properties", "role"),
];
