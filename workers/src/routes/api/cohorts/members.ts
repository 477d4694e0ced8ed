import { listCalculations } from "@edgewise/db/mysql/repos/cohort-states.ts";
import * as z from "zod";
import { pageLinks, pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { pathNumber } from "../../../http/path-number.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { isoMicros } from "../../../http/time.ts";
import { calculateSoon } from "../../../services/cohorts/calculate-soon.ts";
import { cohortMembers } from "../../../services/cohorts/members.ts";
import { addPersons, removePerson } from "../../../services/cohorts/static-list.ts";
import { activityRoutes } from "../activity/of-resource.ts";
import { personSchema, presentPerson } from "../persons/present.ts";
import { requireCohort } from "./present.ts";

const tag = "cohorts";
const read = { kind: "project", scope: "cohort:read" } as const;
const write = { kind: "project", scope: "cohort:write" } as const;

const calculation = z.object({
  id: z.string(),
  version: z.number().int(),
  started_at: z.string(),
  finished_at: z.string(),
  total_seconds: z.number(),
  total_ms: z.number(),
  count: z.number().int().nullable(),
  joined: z.number().int(),
  left: z.number().int(),
  is_success: z.boolean(),
  error: z.string().nullable(),
});

export const COHORT_MEMBER_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("cohorts/:cohort/persons/"),
    access: read,
    summary: "Members of a cohort as of its last calculation, newest persons first",
    tag,
    query: pageQuery.extend({ search: z.string().optional() }),
    response: z.object({
      next: z.string().nullable(),
      previous: z.string().nullable(),
      results: z.array(personSchema),
    }),
    async handler({ c, access, deps, query, param }) {
      const { id } = await requireCohort(access, param("cohort"), deps);
      const { persons, more } = await cohortMembers(access, id, query, deps);
      return { ...pageLinks(c, query, more), results: persons.map((info) => presentPerson(info, access)) };
    },
  }),
  route({
    method: "get",
    paths: underProject("cohorts/:cohort/calculation_history/"),
    access: read,
    summary: "What each calculation of a cohort found, newest first",
    tag,
    query: pageQuery,
    response: pageSchema(calculation),
    async handler({ c, access, deps, query, param }) {
      const { id } = await requireCohort(access, param("cohort"), deps);
      const { total, rows } = await listCalculations(access, deps.db, id, query);
      const results = rows.map((row) => ({
        id: row.id,
        version: row.version,
        started_at: isoMicros(row.startedAt),
        finished_at: isoMicros(row.finishedAt),
        total_seconds: row.seconds,
        total_ms: Math.round(row.seconds * 1000),
        count: row.count,
        joined: row.joined,
        left: row.left,
        is_success: row.error === null,
        error: row.error,
      }));
      return pageOf(c, query, total, results);
    },
  }),
  route({
    method: "patch",
    paths: underProject("cohorts/:cohort/add_persons_to_static_cohort/"),
    access: write,
    summary: "Put persons on the list of a static cohort",
    tag,
    body: z.object({ person_ids: z.array(z.string()).min(1).max(10_000) }),
    response: z.object({ success: z.literal(true) }),
    async handler({ c, access, deps, body, param }) {
      const id = pathNumber(param("cohort"));
      await addPersons(access, id, body.person_ids, deps);
      await calculateSoon(c.executionCtx, access, id, deps);
      return { success: true };
    },
  }),
  route({
    method: "patch",
    paths: underProject("cohorts/:cohort/remove_person_from_static_cohort/"),
    access: write,
    summary: "Take a person off the list of a static cohort",
    tag,
    body: z.object({ person_id: z.string() }),
    response: z.object({ success: z.literal(true) }),
    async handler({ c, access, deps, body, param }) {
      const id = pathNumber(param("cohort"));
      await removePerson(access, id, body.person_id, deps);
      await calculateSoon(c.executionCtx, access, id, deps);
      return { success: true };
    },
  }),
  ...activityRoutes({
    path: "cohorts",
    tag,
    scope: "Cohort",
    itemId: async (access, id, deps) => String((await requireCohort(access, id, deps)).id),
  }),
];
