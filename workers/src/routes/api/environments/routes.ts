import { listEnvironments, liveTokens } from "@edgewise/db/mysql/repos/projects.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { notFound } from "../../../http/errors.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { isoMicros, isoMicrosOrNull } from "../../../http/time.ts";
import {
  changeEnvironment,
  createEnvironment,
  deleteEnvironment,
  endToken,
  requireEnvironment,
  rotateToken,
} from "../../../services/environments/write.ts";

const tag = "environments";
const read = { kind: "project", scope: "project:read" } as const;
const write = { kind: "project", scope: "project:write", role: "admin" } as const;
const name = z.string().trim().min(1).max(60);
/** Two weeks: time for a release of every app. */
const MAX_GRACE_SECONDS = 14 * 86_400;

const environment = z.object({
  id: z.number().int(),
  uuid: z.string(),
  name: z.string(),
  is_default: z.boolean(),
  api_token: z.string(),
  tokens: z.array(z.object({ token: z.string(), created_at: z.string(), ends_at: z.string().nullable() })),
  flag_approval: z.boolean(),
  ingested_event: z.boolean(),
  created_at: z.string(),
  updated_at: z.string(),
});

async function present(access: ProjectAccess, deps: Deps): Promise<z.infer<typeof environment>[]> {
  const rows = await listEnvironments(access, deps.db);
  const tokens = await liveTokens(
    rows.map(({ id }) => id),
    deps.db,
    deps.now(),
  );
  return rows.map((row) => {
    const own = tokens.filter(({ environmentId }) => environmentId === row.id);
    return {
      id: row.id,
      uuid: row.uuid,
      name: row.name,
      is_default: row.isDefault,
      api_token: own[0]?.token ?? "",
      tokens: own.map(({ token, createdAt, revokedAt }) => ({
        token,
        created_at: isoMicros(createdAt),
        ends_at: isoMicrosOrNull(revokedAt),
      })),
      flag_approval: row.flagApproval,
      ingested_event: row.ingestedEvent,
      created_at: isoMicros(row.createdAt),
      updated_at: isoMicros(row.updatedAt),
    };
  });
}

async function show(access: ProjectAccess, id: string | number, deps: Deps) {
  const found = (await present(access, deps)).find((row) => String(row.id) === String(id));
  if (!found) throw notFound(`The project has no environment ${id}.`);
  return found;
}

/** A project's environments: each has its own tokens, events and state of every flag. */
export const ENVIRONMENT_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("environments/"),
    access: read,
    summary: "Environments of the project",
    tag,
    query: pageQuery,
    response: pageSchema(environment),
    async handler({ c, access, deps, query }) {
      const all = await present(access, deps);
      return pageOf(c, query, all.length, all.slice(query.offset, query.offset + query.limit));
    },
  }),
  route({
    method: "post",
    paths: underProject("environments/"),
    access: write,
    summary: "Add an environment",
    tag,
    body: z.object({ name }),
    response: environment,
    status: 201,
    handler: async ({ access, deps, body }) =>
      await show(access, await createEnvironment(access, body.name, deps), deps),
  }),
  route({
    method: "get",
    paths: underProject("environments/:environment_id/"),
    access: read,
    summary: "One environment",
    tag,
    response: environment,
    handler: ({ access, deps, param }) => show(access, param("environment_id"), deps),
  }),
  route({
    method: "patch",
    paths: underProject("environments/:environment_id/"),
    access: write,
    summary: "Rename an environment, or ask for a second person on changes of flags there",
    tag,
    body: z.object({ name: name.optional(), flag_approval: z.boolean().optional() }),
    response: environment,
    async handler({ access, deps, body, param }) {
      const row = await requireEnvironment(access, param("environment_id"), deps);
      await changeEnvironment(access, row, body, deps);
      return await show(access, row.id, deps);
    },
  }),
  route({
    method: "delete",
    paths: underProject("environments/:environment_id/"),
    access: write,
    summary: "Delete an environment; its tokens stop working",
    tag,
    handler: async ({ access, deps, param }) =>
      await deleteEnvironment(access, await requireEnvironment(access, param("environment_id"), deps), deps),
  }),
  route({
    method: "post",
    paths: underProject("environments/:environment_id/rotate_token/"),
    access: write,
    summary: "New token; the old one is accepted for a while",
    tag,
    body: z.object({ grace_seconds: z.number().int().min(0).max(MAX_GRACE_SECONDS).default(86_400) }),
    response: environment,
    async handler({ access, deps, body, param }) {
      const row = await requireEnvironment(access, param("environment_id"), deps);
      await rotateToken(access, row, body.grace_seconds, deps);
      return await show(access, row.id, deps);
    },
  }),
  route({
    method: "post",
    paths: underProject("environments/:environment_id/end_token/"),
    access: write,
    summary: "End an older token now",
    tag,
    body: z.object({ token: z.string() }),
    response: environment,
    async handler({ access, deps, body, param }) {
      const row = await requireEnvironment(access, param("environment_id"), deps);
      await endToken(access, row, body.token, deps);
      return await show(access, row.id, deps);
    },
  }),
];
