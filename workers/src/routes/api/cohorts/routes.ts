import { findCohortStates } from "@edgewise/db/mysql/repos/cohort-states.ts";
import { type CohortRow, listCohorts } from "@edgewise/db/mysql/repos/cohorts.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { pathNumber } from "../../../http/path-number.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { cohortBody } from "../../../services/cohorts/body.ts";
import { calculateSoon, refreshSeen } from "../../../services/cohorts/calculate-soon.ts";
import { duplicateAsStatic } from "../../../services/cohorts/duplicate.ts";
import { changeCohort, createCohort } from "../../../services/cohorts/write.ts";
import { findAuthor } from "../../../services/users/find-author.ts";
import { cohortSchema, presentCohorts, requireCohort } from "./present.ts";

const tag = "cohorts";
const read = { kind: "project", scope: "cohort:read" } as const;
const write = { kind: "project", scope: "cohort:write" } as const;

async function present(row: CohortRow, access: ProjectAccess, deps: Deps) {
  const [shown] = await presentCohorts([row], access, deps);
  return shown;
}

const load = async (access: ProjectAccess, id: number, deps: Deps) =>
  await present(await requireCohort(access, String(id), deps), access, deps);

export const COHORT_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("cohorts/"),
    access: read,
    summary: "List cohorts",
    tag,
    query: pageQuery.extend({
      search: z.string().optional(),
      type: z.enum(["static", "dynamic"]).optional().catch(undefined),
      created_by_id: z.string().optional(),
      hide_behavioral_cohorts: z.string().optional(),
    }),
    response: pageSchema(cohortSchema),
    async handler({ c, access, deps, query }) {
      const { search, type, created_by_id: author } = query;
      const createdBy = author ? await findAuthor(author, deps) : undefined;
      const filter = { search: search || undefined, type, createdBy };
      const { total, rows } = await listCohorts(access, deps.db, filter, query);
      const shown = await presentCohorts(rows, access, deps);
      const hidden = query.hide_behavioral_cohorts === "true";
      const simple = ["static", "person_property"];
      return pageOf(
        c,
        query,
        total,
        hidden ? shown.filter(({ cohort_type }) => simple.includes(cohort_type ?? "")) : shown,
      );
    },
  }),
  route({
    method: "post",
    paths: underProject("cohorts/"),
    access: write,
    summary: "Create a cohort: of conditions, or static from a CSV file, person IDs or a query",
    tag,
    body: cohortBody,
    response: cohortSchema,
    status: 201,
    async handler({ c, access, deps, body }) {
      const id = await createCohort(access, body, deps);
      await calculateSoon(c.executionCtx, access, id, deps);
      return await load(access, id, deps);
    },
  }),
  route({
    method: "get",
    paths: underProject("cohorts/:cohort/"),
    access: read,
    summary: "One cohort",
    tag,
    response: cohortSchema,
    async handler({ c, access, deps, param }) {
      const row = await requireCohort(access, param("cohort"), deps);
      const states = await findCohortStates(access, deps.db, [row.id]);
      if (!row.deleted) refreshSeen(c.executionCtx, access, row.id, states.get(row.id), deps);
      return await present(row, access, deps);
    },
  }),
  route({
    method: "patch",
    paths: underProject("cohorts/:cohort/"),
    access: write,
    summary: "Change a cohort; `deleted: true` hides it, a list adds to a static one",
    tag,
    body: cohortBody.partial(),
    response: cohortSchema,
    async handler({ c, access, deps, body, param }) {
      const id = pathNumber(param("cohort"));
      await changeCohort(access, id, body, deps);
      if (body.deleted !== true) await calculateSoon(c.executionCtx, access, id, deps);
      return await load(access, id, deps);
    },
  }),
  route({
    method: "delete",
    paths: underProject("cohorts/:cohort/"),
    access: write,
    summary: "Delete a cohort",
    tag,
    handler: ({ access, deps, param }) =>
      changeCohort(access, pathNumber(param("cohort")), { deleted: true }, deps),
  }),
  // Reads like a GET to old clients, but writes: it needs leave to write.
  ...(["get", "post"] as const).map((method) =>
    route({
      method,
      paths: underProject("cohorts/:cohort/duplicate_as_static_cohort/"),
      access: write,
      summary: "A static cohort of everyone who is in this one now",
      tag,
      response: cohortSchema,
      async handler({ c, access, deps, param }) {
        const id = await duplicateAsStatic(access, pathNumber(param("cohort")), deps);
        await calculateSoon(c.executionCtx, access, id, deps);
        return await load(access, id, deps);
      },
    }),
  ),
];
