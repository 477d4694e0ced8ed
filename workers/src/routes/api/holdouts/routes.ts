import { type HoldoutRow, listHoldouts } from "@edgewise/db/mysql/repos/holdouts.ts";
import { findUsers } from "@edgewise/db/mysql/repos/users.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { isoMicros } from "../../../http/time.ts";
import {
  changeHoldout,
  createHoldout,
  deleteHoldout,
  requireHoldout,
} from "../../../services/holdouts/write.ts";
import { presentAuthor, userBasic } from "../users/basic.ts";

const tag = "experiment holdouts";
const read = { kind: "project", scope: "experiment_holdout:read" } as const;
const write = { kind: "project", scope: "experiment_holdout:write" } as const;

const fields = z.object({
  name: z.string().trim().min(1).max(400),
  description: z.string().max(10_000).nullish(),
  filters: z.array(z.object({ rollout_percentage: z.number().min(0).max(100) })).length(1),
});

const holdout = z.object({
  id: z.number().int(),
  name: z.string(),
  description: z.string(),
  filters: z.array(z.record(z.string(), z.unknown())),
  created_by: userBasic.nullable(),
  created_at: z.string(),
  updated_at: z.string(),
});

async function present(rows: readonly HoldoutRow[], deps: Deps) {
  const users = await findUsers(
    rows.map((row) => row.createdBy),
    deps.db,
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    description: row.description,
    filters: row.filters,
    created_by: presentAuthor(row.createdBy, users),
    created_at: isoMicros(row.createdAt),
    updated_at: isoMicros(row.updatedAt),
  }));
}

/** Groups of people that are kept out of experiments. */
export const HOLDOUT_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("experiment_holdouts/"),
    access: read,
    summary: "Holdouts",
    tag,
    query: pageQuery,
    response: pageSchema(holdout),
    async handler({ c, access, deps, query }) {
      const rows = await listHoldouts(access, deps.db);
      const shown = await present(rows.slice(query.offset, query.offset + query.limit), deps);
      return pageOf(c, query, rows.length, shown);
    },
  }),
  route({
    method: "post",
    paths: underProject("experiment_holdouts/"),
    access: write,
    summary: "Create a holdout",
    tag,
    body: fields,
    response: holdout,
    status: 201,
    async handler({ access, deps, body }) {
      const id = String(await createHoldout(access, body, deps));
      return (await present([await requireHoldout(access, id, deps)], deps))[0];
    },
  }),
  route({
    method: "get",
    paths: underProject("experiment_holdouts/:holdout/"),
    access: read,
    summary: "One holdout",
    tag,
    response: holdout,
    handler: async ({ access, deps, param }) =>
      (await present([await requireHoldout(access, param("holdout"), deps)], deps))[0],
  }),
  route({
    method: "patch",
    paths: underProject("experiment_holdouts/:holdout/"),
    access: write,
    summary: "Change a holdout; its share changes in every flag that has it",
    tag,
    body: fields.partial(),
    response: holdout,
    async handler({ access, deps, body, param }) {
      await changeHoldout(access, await requireHoldout(access, param("holdout"), deps), body, deps);
      return (await present([await requireHoldout(access, param("holdout"), deps)], deps))[0];
    },
  }),
  route({
    method: "delete",
    paths: underProject("experiment_holdouts/:holdout/"),
    access: write,
    summary: "Delete a holdout; flags that had it go on without",
    tag,
    handler: async ({ access, deps, param }) =>
      await deleteHoldout(access, await requireHoldout(access, param("holdout"), deps), deps),
  }),
];
