import {
  findOrganization,
  listMembers,
  organizationsOfUser,
} from "@edgewise/db/mysql/repos/organizations.ts";
import type { Role } from "@edgewise/db/mysql/schema/organizations.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import { requireNoTeamLimit } from "../../../http/authorize.ts";
import { notFound } from "../../../http/errors.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { type ApiRoute, route } from "../../../http/route.ts";
import { changeOrganization } from "../../../services/organizations/change.ts";
import { insertNewOrganization } from "../../../services/organizations/create.ts";
import { teamsOf } from "../../../services/projects/teams.ts";
import { organization, presentOrganization } from "./schema.ts";

const tag = "organizations";
const changeBody = z.object({
  name: z.string().trim().min(1).max(255).optional(),
  enforce_2fa: z.boolean().optional(),
  members_can_use_personal_api_keys: z.boolean().optional(),
  allow_publicly_shared_resources: z.boolean().optional(),
});
const newBody = z.object({
  name: z.string().trim().min(1).max(255),
  /** Where its data lives, for good: one of `GET /api/regions/`. */
  region: z.string().max(16).optional(),
});

/** An organisation with its teams, as one role sees it. */
async function load(organizationId: string, role: Role, deps: Deps) {
  const [row, teams, members] = await Promise.all([
    findOrganization({ organizationId }, deps.db),
    teamsOf([organizationId], deps),
    listMembers({ organizationId }, deps.db, { limit: 1, offset: 0 }),
  ]);
  if (!row) throw notFound("Organization not found.");
  return presentOrganization(row, role, teams, members.total);
}

export const ORGANIZATION_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: ["/api/organizations/"],
    access: { kind: "user", scope: "organization:read" },
    summary: "Organizations of the person",
    tag,
    query: pageQuery,
    response: pageSchema(organization),
    async handler({ c, access, deps, query }) {
      const scoped = access.key?.scopedOrganizations ?? [];
      const all = (await organizationsOfUser(access.user.id, deps.db)).filter(
        (entry) => scoped.length === 0 || scoped.includes(entry.organization.id),
      );
      const shown = all.slice(query.offset, query.offset + query.limit);
      const results = await Promise.all(shown.map((entry) => load(entry.organization.id, entry.role, deps)));
      return pageOf(c, query, all.length, results);
    },
  }),
  route({
    method: "post",
    paths: ["/api/organizations/"],
    access: { kind: "user", scope: "organization:write" },
    summary: "Create an organization; the person becomes its owner",
    tag,
    body: newBody,
    response: organization,
    status: 201,
    async handler({ access, deps, body }) {
      requireNoTeamLimit(access);
      const input = { userId: access.user.id, name: body.name, region: body.region };
      const id = await deps.db.transaction((tx) => insertNewOrganization(input, tx, deps));
      return await load(id, "owner", deps);
    },
  }),
  route({
    method: "get",
    paths: ["/api/organizations/:organization_id/"],
    access: { kind: "organization", scope: "organization:read" },
    summary: "One organization",
    tag,
    response: organization,
    handler: ({ access, deps }) => load(access.organizationId, access.role, deps),
  }),
  route({
    method: "patch",
    paths: ["/api/organizations/:organization_id/"],
    access: { kind: "organization", scope: "organization:write", role: "admin" },
    summary: "Rename an organization, or change the rules for its members",
    tag,
    body: changeBody,
    response: organization,
    async handler({ access, deps, body }) {
      await changeOrganization(access, body, deps);
      return await load(access.organizationId, access.role, deps);
    },
  }),
];
