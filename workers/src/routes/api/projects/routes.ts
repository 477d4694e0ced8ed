import { organizationsOfUser } from "@edgewise/db/mysql/repos/organizations.ts";
import { findEnvironment } from "@edgewise/db/mysql/repos/projects.ts";
import { updateUser } from "@edgewise/db/mysql/repos/users.ts";
import * as z from "zod";
import type { RegionDeps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { notFound } from "../../../http/errors.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { levelOf } from "../../../http/roles.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { describedGroupTypes } from "../../../services/groups/describe.ts";
import { createProject } from "../../../services/projects/create.ts";
import { hasEvents } from "../../../services/projects/first-event.ts";
import { settingsBody } from "../../../services/projects/settings.ts";
import { teamsOf, withTokens } from "../../../services/projects/teams.ts";
import { changeProject, resetToken } from "../../../services/projects/update.ts";
import { deleteProject } from "../../../services/removal/project.ts";
import { presentTeam, presentTeamBasic, team, teamBasic } from "./team.ts";

const tag = "projects";
const name = z.string().trim().min(1).max(255);
const createBody = z.object({ name, timezone: z.string().max(64).optional() });
const changeBody = z.object({
  ...settingsBody.shape,
  name: name.optional(),
  timezone: z.string().max(64).optional(),
});

/** The full object as it is now, after any write. */
async function load(access: ProjectAccess, deps: RegionDeps): Promise<Record<string, unknown>> {
  const found = await findEnvironment(access.environmentId, deps.db);
  if (!found) throw notFound("Project not found.");
  const [[info], types, ingested] = await Promise.all([
    withTokens([found], deps),
    describedGroupTypes(access, deps).catch(() => []),
    hasEvents(access, deps),
  ]);
  return { ...presentTeam(info!, levelOf(access.role), types), ingested_event: ingested };
}

export const PROJECT_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: ["/api/projects/", "/api/environments/"],
    access: { kind: "user", scope: "project:read" },
    summary: "Projects of all the person's organizations; below /api/environments/ every environment of them",
    tag,
    query: pageQuery,
    response: pageSchema(teamBasic),
    async handler({ c, access, deps, query }) {
      const { scopedOrganizations = [], scopedTeams = [] } = access.key ?? {};
      const ids = (await organizationsOfUser(access.user.id, deps.db)).map((entry) => entry.organization.id);
      const teams = (await teamsOf(ids, deps)).filter(
        ({ environment, project }) =>
          (environment.isDefault || c.req.path.startsWith("/api/environments")) &&
          (scopedOrganizations.length === 0 || scopedOrganizations.includes(project.organizationId)) &&
          (scopedTeams.length === 0 ||
            scopedTeams.includes(environment.id) ||
            scopedTeams.includes(project.id)),
      );
      const shown = teams.slice(query.offset, query.offset + query.limit).map(presentTeamBasic);
      return pageOf(c, query, teams.length, shown);
    },
  }),
  route({
    method: "get",
    paths: ["/api/organizations/:organization_id/projects/"],
    access: { kind: "organization", scope: "project:read" },
    summary: "Projects of an organization",
    tag,
    query: pageQuery,
    response: pageSchema(teamBasic),
    async handler({ c, access, deps, query }) {
      const all = await teamsOf([access.organizationId], deps);
      const teams = all.filter(({ environment }) => environment.isDefault);
      const shown = teams.slice(query.offset, query.offset + query.limit).map(presentTeamBasic);
      return pageOf(c, query, teams.length, shown);
    },
  }),
  route({
    method: "post",
    paths: ["/api/organizations/:organization_id/projects/", "/api/projects/"],
    access: { kind: "organization", scope: "project:write", role: "admin" },
    summary: "Create a project",
    tag,
    body: createBody,
    response: team,
    status: 201,
    async handler({ access, deps, body }) {
      const { organizationId, userId } = access;
      const id = await createProject({ organizationId, userId, ...body }, deps);
      // A program that makes projects with a key doesn't move the person who works in another one.
      if (access.principal.kind === "session") {
        const place = { currentEnvironmentId: id, currentOrganizationId: organizationId };
        await updateUser(userId, deps.db, place, deps.now());
      }
      const found = await findEnvironment(id, deps.db);
      const [info] = await withTokens([found!], deps);
      return presentTeam(info!, levelOf(access.role), []);
    },
  }),
  route({
    method: "get",
    paths: [...underProject(""), "/api/organizations/:organization_id/projects/:project_id/"],
    access: { kind: "project", scope: "project:read" },
    summary: "One project",
    tag,
    response: team,
    handler: ({ access, deps }) => load(access, deps),
  }),
  route({
    method: "patch",
    paths: [...underProject(""), "/api/organizations/:organization_id/projects/:project_id/"],
    access: { kind: "project", scope: "project:write" },
    summary: "Change a project's settings",
    tag,
    body: changeBody,
    response: team,
    async handler({ access, deps, body }) {
      await changeProject(access, body, deps);
      return await load(access, deps);
    },
  }),
  route({
    method: "delete",
    paths: [...underProject(""), "/api/organizations/:organization_id/projects/:project_id/"],
    access: { kind: "project", scope: "project:write", role: "admin" },
    summary: "Delete a project; admins can restore it for 14 days",
    tag,
    handler: ({ access, deps }) => deleteProject(access, deps),
  }),
  route({
    method: "patch",
    paths: underProject("reset_token/"),
    access: { kind: "project", scope: "project:write", role: "admin" },
    summary: "New project token; the old one stops working",
    tag,
    response: team,
    async handler({ access, deps }) {
      await resetToken(access, deps);
      return await load(access, deps);
    },
  }),
];
