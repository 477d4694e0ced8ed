import { findOrganization, listMembers } from "@edgewise/db/mysql/repos/organizations.ts";
import type { Role } from "@edgewise/db/mysql/schema/organizations.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import type { OrganizationAccess } from "../../../http/authorize.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { ROLES } from "../../../http/roles.ts";
import { type ApiRoute, route } from "../../../http/route.ts";
import { isoMicros } from "../../../http/time.ts";
import { DEFAULT_ROLE, requireRoleId, roleId } from "../../../services/access/levels.ts";
import { presentUserBasic, userBasic } from "../users/basic.ts";

const tag = "organizations";
const read = { kind: "organization", scope: "organization:read" } as const;
const ALL = { limit: 1000, offset: 0 };

const roleMember = z.object({
  id: z.string(),
  role_id: z.string(),
  organization_member: z.object({ id: z.string(), user: userBasic }),
  user: userBasic,
  joined_at: z.string(),
  updated_at: z.string(),
});

const role = z.object({
  id: z.string(),
  name: z.enum(ROLES),
  created_at: z.string(),
  created_by: z.null(),
  members: z.array(roleMember),
  is_default: z.boolean(),
});

async function membersOf(access: OrganizationAccess, name: Role, deps: Deps, page = ALL) {
  const { total, rows } = await listMembers(access, deps.db, page, name);
  const members = rows.map(({ membership, user }) => ({
    id: membership.id,
    role_id: roleId(name),
    organization_member: { id: membership.id, user: presentUserBasic(user) },
    user: presentUserBasic(user),
    joined_at: isoMicros(membership.createdAt),
    updated_at: isoMicros(membership.updatedAt),
  }));
  return { total, members };
}

async function present(access: OrganizationAccess, name: Role, deps: Deps): Promise<z.infer<typeof role>> {
  const [organization, { members }] = await Promise.all([
    findOrganization(access, deps.db),
    membersOf(access, name, deps),
  ]);
  return {
    id: roleId(name),
    name,
    created_at: isoMicros(organization?.createdAt ?? deps.now()),
    created_by: null,
    members,
    is_default: name === DEFAULT_ROLE,
  };
}

export const ROLE_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: ["/api/organizations/:organization_id/roles/"],
    access: read,
    summary: "The built-in roles, from least to most, with who has them",
    tag,
    query: pageQuery,
    response: pageSchema(role),
    async handler({ c, access, deps, query }) {
      const shown = ROLES.slice(query.offset, query.offset + query.limit);
      const roles = await Promise.all(shown.map((name) => present(access, name, deps)));
      return pageOf(c, query, ROLES.length, roles);
    },
  }),
  route({
    method: "get",
    paths: ["/api/organizations/:organization_id/roles/:role/"],
    access: read,
    summary: "One role",
    tag,
    response: role,
    handler: async ({ access, deps, param }) => present(access, requireRoleId(param("role")), deps),
  }),
  route({
    method: "get",
    paths: ["/api/organizations/:organization_id/roles/:role/role_memberships/"],
    access: read,
    summary: "Who has a role",
    tag,
    query: pageQuery,
    response: pageSchema(roleMember),
    async handler({ c, access, deps, query, param }) {
      const { total, members } = await membersOf(access, requireRoleId(param("role")), deps, query);
      return pageOf(c, query, total, members);
    },
  }),
];
