import { findOrganization } from "@edgewise/db/mysql/repos/organizations.ts";
import { restorableOrganizations, restorableProjects } from "@edgewise/db/mysql/repos/removal.ts";
import * as z from "zod";
import { notFound } from "../../../http/errors.ts";
import { pathNumber } from "../../../http/path-number.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { isoMicros } from "../../../http/time.ts";
import { deliverSoon } from "../../../services/notifications/deliver.ts";
import {
  deleteOrganization,
  restoreOrganization,
  transferOwnership,
} from "../../../services/removal/organization.ts";
import { restoreProject, transferProject } from "../../../services/removal/project.ts";

const tag = "organizations";
const ORGANIZATION = "/api/organizations/:organization_id/";

const removed = <T extends z.ZodType>(id: T) =>
  z.object({ id, name: z.string(), deleted_at: z.string().nullable(), erased_on: z.string().nullable() });
const organization = removed(z.string());
const project = removed(z.number().int());

interface Removed<Id> {
  readonly id: Id;
  readonly name: string;
  readonly deletedAt: Date | null;
  readonly eraseAt: Date | null;
}
const present = <Id>({ id, name, deletedAt, eraseAt }: Removed<Id>) => ({
  id,
  name,
  deleted_at: deletedAt && isoMicros(deletedAt),
  erased_on: eraseAt && isoMicros(eraseAt),
});

export const REMOVAL_ROUTES: readonly ApiRoute[] = [
  route({
    method: "delete",
    paths: [ORGANIZATION],
    access: { kind: "organization", scope: "organization:write", role: "owner" },
    summary: "Delete an organization with its projects; its owners can restore it for 14 days",
    tag,
    async handler({ c, access, deps }) {
      const row = await findOrganization(access, deps.db);
      if (!row) throw notFound();
      await deleteOrganization(access, row, deps);
      deliverSoon(c.executionCtx, deps);
    },
  }),
  route({
    method: "get",
    paths: ["/api/deleted_organizations/"],
    access: { kind: "user", scope: "organization:read" },
    summary: "Deleted organizations that the person can restore",
    tag,
    response: z.array(organization),
    handler: async ({ access, deps }) =>
      (await restorableOrganizations(access.user.id, deps.db)).map(present),
  }),
  route({
    method: "post",
    paths: ["/api/deleted_organizations/:organization/restore/"],
    access: { kind: "user", scope: "organization:write" },
    summary: "Restore a deleted organization and the projects that went with it",
    tag,
    response: z.object({ id: z.string(), name: z.string() }),
    async handler({ access, deps, param }) {
      const { id, name } = await restoreOrganization(access, param("organization"), deps);
      return { id, name };
    },
  }),
  route({
    method: "post",
    paths: [`${ORGANIZATION}transfer_ownership/`],
    access: { kind: "organization", scope: "organization_member:write", role: "owner" },
    summary: "Make another member owner; the caller becomes admin",
    tag,
    body: z.object({ user: z.string() }),
    handler: ({ access, deps, body }) => transferOwnership(access, body.user, deps),
  }),
  route({
    method: "get",
    paths: [`${ORGANIZATION}deleted_projects/`],
    access: { kind: "organization", scope: "project:read", role: "admin" },
    summary: "Deleted projects that can be restored",
    tag,
    response: z.array(project),
    handler: async ({ access, deps }) => (await restorableProjects(access, deps.db)).map(present),
  }),
  route({
    method: "post",
    paths: [`${ORGANIZATION}deleted_projects/:project/restore/`],
    access: { kind: "organization", scope: "project:write", role: "admin" },
    summary: "Restore a deleted project with its tokens",
    tag,
    response: z.object({ id: z.number().int(), name: z.string() }),
    async handler({ access, deps, param }) {
      const { id, name } = await restoreProject(access, pathNumber(param("project")), deps);
      return { id, name };
    },
  }),
  route({
    method: "post",
    paths: underProject("change_organization/"),
    access: { kind: "project", scope: "project:write", role: "admin" },
    summary: "Hand the project to another organization of which one is an admin, too",
    tag: "projects",
    body: z.object({ organization_id: z.string() }),
    handler: ({ access, deps, body }) => transferProject(access, body.organization_id, deps),
  }),
];
