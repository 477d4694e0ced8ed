import { type CohortRow, findCohort, listCohorts } from "@edgewise/db/mysql/repos/cohorts.ts";
import { findUsers, type UserRow } from "@edgewise/db/mysql/repos/users.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { notFound } from "../../../http/errors.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { isoMicros } from "../../../http/time.ts";
import { cohortBody } from "../../../services/cohorts/body.ts";
import { changeCohort, createCohort } from "../../../services/cohorts/write.ts";
import { presentAuthor, userBasic } from "../users/basic.ts";

const tag = "cohorts";
const read = { kind: "project", scope: "cohort:read" } as const;
const write = { kind: "project", scope: "cohort:write" } as const;

const cohort = z.object({
  id: z.number().int(),
  name: z.string(),
  description: z.string(),
  groups: z.array(z.unknown()),
  deleted: z.boolean(),
  filters: z.record(z.string(), z.unknown()),
  query: z.null(),
  version: z.number().int(),
  pending_version: z.number().int(),
  is_calculating: z.boolean(),
  created_by: userBasic.nullable(),
  created_at: z.string(),
  last_calculation: z.null(),
  errors_calculating: z.number().int(),
  count: z.number().int().nullable(),
  is_static: z.boolean(),
  cohort_type: z.string(),
  experiment_set: z.array(z.number().int()),
});

function present(row: CohortRow, users: ReadonlyMap<string, UserRow>): z.infer<typeof cohort> {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    groups: [],
    deleted: row.deleted,
    filters: row.filters,
    query: null,
    version: row.version,
    pending_version: row.version,
    is_calculating: false,
    created_by: presentAuthor(row.createdBy, users),
    created_at: isoMicros(row.createdAt),
    last_calculation: null,
    errors_calculating: 0,
    count: null,
    is_static: row.isStatic,
    cohort_type: row.isStatic ? "static" : "person_property",
    experiment_set: [],
  };
}

async function load(access: ProjectAccess, id: number, deps: Deps) {
  const row = Number.isInteger(id) ? await findCohort(access, deps.db, id) : null;
  if (!row) throw notFound();
  return present(row, await findUsers([row.createdBy], deps.db));
}

export const COHORT_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("cohorts/"),
    access: read,
    summary: "List cohorts",
    tag,
    query: pageQuery.extend({ search: z.string().optional() }),
    response: pageSchema(cohort),
    async handler({ c, access, deps, query }) {
      const { total, rows } = await listCohorts(
        access,
        deps.db,
        { search: query.search || undefined },
        query,
      );
      const users = await findUsers(
        rows.map((row) => row.createdBy),
        deps.db,
      );
      return pageOf(
        c,
        query,
        total,
        rows.map((row) => present(row, users)),
      );
    },
  }),
  route({
    method: "post",
    paths: underProject("cohorts/"),
    access: write,
    summary: "Create a cohort of person properties",
    tag,
    body: cohortBody,
    response: cohort,
    status: 201,
    async handler({ access, deps, body }) {
      return await load(access, await createCohort(access, body, deps), deps);
    },
  }),
  route({
    method: "get",
    paths: underProject("cohorts/:cohort/"),
    access: read,
    summary: "One cohort",
    tag,
    response: cohort,
    handler: ({ access, deps, param }) => load(access, Number(param("cohort")), deps),
  }),
  route({
    method: "patch",
    paths: underProject("cohorts/:cohort/"),
    access: write,
    summary: "Change a cohort; `deleted: true` hides it",
    tag,
    body: cohortBody.partial(),
    response: cohort,
    async handler({ access, deps, body, param }) {
      await changeCohort(access, Number(param("cohort")), body, deps);
      return await load(access, Number(param("cohort")), deps);
    },
  }),
  route({
    method: "delete",
    paths: underProject("cohorts/:cohort/"),
    access: write,
    summary: "Delete a cohort",
    tag,
    handler: ({ access, deps, param }) =>
      changeCohort(access, Number(param("cohort")), { deleted: true }, deps),
  }),
];
