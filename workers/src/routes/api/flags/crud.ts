import * as z from "zod";
import type { RegionDeps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { notFound } from "../../../http/errors.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { flagBody } from "../../../services/flags/body.ts";
import { requireFlag } from "../../../services/flags/find.ts";
import { findFlagPage } from "../../../services/flags/list.ts";
import { changeFlag, createFlag } from "../../../services/flags/write.ts";
import { flag, presentFlags } from "./schema.ts";

const tag = "feature flags";
const read = { kind: "project", scope: "feature_flag:read" } as const;
const write = { kind: "project", scope: "feature_flag:write" } as const;
const text = z.string().optional();

const listQuery = pageQuery.extend({
  search: text,
  key: text,
  active: text,
  archived: text,
  type: text,
  created_by_id: text,
  evaluation_runtime: text,
  tags: text,
  excluded_tags: text,
  has_evaluation_contexts: text,
  eligible_for_experiment: text,
  order: text,
});

async function show(access: ProjectAccess, id: number | string, deps: RegionDeps) {
  const [shown] = await presentFlags([await requireFlag(access, String(id), deps)], access, deps);
  return shown;
}

export const FLAG_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("feature_flags/"),
    access: read,
    summary: "List flags",
    tag,
    query: listQuery,
    response: pageSchema(flag),
    async handler({ c, access, deps, query }) {
      const { total, rows } = await findFlagPage(access, query, deps);
      return pageOf(c, query, total, await presentFlags(rows, access, deps));
    },
  }),
  route({
    method: "post",
    paths: underProject("feature_flags/"),
    access: write,
    summary: "Create a flag",
    tag,
    body: flagBody,
    response: flag,
    status: 201,
    async handler({ access, deps, body }) {
      return await show(access, await createFlag(access, body, deps), deps);
    },
  }),
  route({
    method: "get",
    paths: underProject("feature_flags/:flag/"),
    access: read,
    summary: "One flag, by number or key",
    tag,
    response: flag,
    handler: ({ access, deps, param }) => show(access, param("flag"), deps),
  }),
  route({
    method: "patch",
    paths: underProject("feature_flags/:flag/"),
    access: write,
    summary: "Change a flag",
    tag,
    body: flagBody.partial(),
    response: flag,
    async handler({ access, deps, body, param }) {
      const { id } = await requireFlag(access, param("flag"), deps);
      await changeFlag(access, id, body, deps);
      return await show(access, id, deps);
    },
  }),
  route({
    method: "delete",
    paths: underProject("feature_flags/:flag/"),
    access: write,
    summary: "Delete a flag (it stays in the history; its key is free)",
    tag,
    async handler({ access, deps, param }) {
      const row = await requireFlag(access, param("flag"), deps);
      if (row.deleted) throw notFound();
      await changeFlag(access, row.id, { deleted: true }, deps);
    },
  }),
];
