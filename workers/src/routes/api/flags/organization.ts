import { findFlagByKey } from "@edgewise/db/mysql/repos/flags.ts";
import * as z from "zod";
import { ApiError } from "../../../http/errors.ts";
import { placeInOrganization } from "../../../http/place-in-organization.ts";
import { type ApiRoute, route } from "../../../http/route.ts";
import { copyFlag, missingDependencies } from "../../../services/flags/copy.ts";
import { requireFlag } from "../../../services/flags/find.ts";
import { teamsOf } from "../../../services/projects/teams.ts";
import { inRegionOf } from "../../../services/regions/in-region.ts";
import { flag, presentFlags } from "./schema.ts";

const tag = "feature flags";
const number = z.union([z.number().int(), z.string().regex(/^\d+$/).transform(Number)]);

const copyBody = z.object({
  feature_flag_key: z.string().min(1),
  from_project: number,
  target_project_ids: z.array(number).min(1).max(100),
  copy_schedule: z.boolean().default(false),
  disable_copied_flag: z.boolean().default(false),
  copy_dependencies: z.boolean().default(false),
});

const dependency = z.object({
  target_project_id: z.number().int(),
  missing: z.array(z.object({ key: z.string(), name: z.string() })),
});

/** Flags across the projects of an organisation. */
export const ORGANIZATION_FLAG_ROUTES: readonly ApiRoute[] = [
  route({
    method: "post",
    paths: ["/api/organizations/:organization_id/feature_flags/copy_flags/dependency_requirements/"],
    access: { kind: "organization", scope: "feature_flag:write" },
    summary: "Flags that would have to be copied along",
    tag,
    body: copyBody.pick({ feature_flag_key: true, from_project: true, target_project_ids: true }),
    response: z.object({ results: z.array(dependency) }),
    async handler({ access, deps, body }) {
      const from = await placeInOrganization(access, body.from_project, deps);
      const row = await requireFlag(from, body.feature_flag_key, deps);
      const results = body.target_project_ids.map(async (id) => {
        const missing = await missingDependencies(
          from,
          row,
          await placeInOrganization(access, id, deps),
          deps,
        );
        return { target_project_id: id, missing: missing.map(({ key, name }) => ({ key, name })) };
      });
      return { results: await Promise.all(results) };
    },
  }),
  route({
    method: "post",
    paths: ["/api/organizations/:organization_id/feature_flags/copy_flags/"],
    access: { kind: "organization", scope: "feature_flag:write" },
    summary: "Copy a flag to other projects; one of the same key is overwritten",
    tag,
    body: copyBody,
    response: z.object({
      success: z.array(flag),
      failed: z.array(z.object({ project_id: z.number().int(), errors: z.string() })),
    }),
    async handler({ access, deps: shared, body }) {
      const deps = await inRegionOf(access, shared);
      const from = await placeInOrganization(access, body.from_project, deps);
      const row = await requireFlag(from, body.feature_flag_key, deps);
      const options = {
        disable: body.disable_copied_flag,
        withSchedule: body.copy_schedule,
        withDependencies: body.copy_dependencies,
      };
      const success: unknown[] = [];
      const failed: { project_id: number; errors: string }[] = [];
      for (const id of body.target_project_ids) {
        try {
          const to = await placeInOrganization(access, id, deps);
          if (to.projectId === from.projectId)
            throw new ApiError("invalid_input", "This is the flag's own project.");
          const copy = await copyFlag(from, row, to, options, deps);
          success.push(...(await presentFlags([await requireFlag(to, String(copy), deps)], to, deps)));
        } catch (error) {
          if (!(error instanceof ApiError) || error.status >= 500) throw error;
          failed.push({ project_id: id, errors: error.message });
        }
      }
      return { success, failed };
    },
  }),
  route({
    method: "get",
    paths: ["/api/organizations/:organization_id/feature_flags/:key/"],
    access: { kind: "organization", scope: "feature_flag:read" },
    summary: "The flags of this key in all projects of the organization",
    tag,
    response: z.array(
      z.object({
        flag_id: z.number().int(),
        team_id: z.number().int(),
        filters: z.record(z.string(), z.unknown()),
        created_at: z.string(),
        active: z.boolean(),
      }),
    ),
    async handler({ access, deps: shared, param }) {
      const deps = await inRegionOf(access, shared);
      const teams = await teamsOf([access.organizationId], deps);
      const { scopedTeams = [] } = access.principal.key ?? {};
      const found = teams
        .filter(({ environment }) => environment.isDefault)
        .filter(({ project }) => scopedTeams.length === 0 || scopedTeams.includes(project.id))
        .map(async ({ project }) => {
          const place = await placeInOrganization(access, project.id, deps);
          const row = await findFlagByKey(place, deps.db, param("key"));
          if (row === null) return [];
          const [shown] = await presentFlags([row], place, deps);
          const { id, filters, created_at, active } = shown!;
          return [{ flag_id: id, team_id: project.id, filters, created_at, active }];
        });
      return (await Promise.all(found)).flat();
    },
  }),
];
