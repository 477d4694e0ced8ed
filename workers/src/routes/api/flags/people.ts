import * as z from "zod";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { calculateSoon } from "../../../services/cohorts/calculate-soon.ts";
import { cohortOfFlag } from "../../../services/flags/cohort-of-flag.ts";
import { requireFlag } from "../../../services/flags/find.ts";
import { enrichUsageDashboard, ensureUsageDashboard } from "../../../services/flags/usage-dashboard.ts";
import { cohortSchema, presentCohorts, requireCohort } from "../cohorts/present.ts";

const tag = "feature flags";
const write = { kind: "project", scope: "feature_flag:write" } as const;
const success = z.object({ success: z.literal(true) });

/** What is made of a flag: a list of the people who have it, and a dashboard of its use. */
export const FLAG_PEOPLE_ROUTES: readonly ApiRoute[] = [
  route({
    method: "post",
    paths: underProject("feature_flags/:flag/create_static_cohort_for_flag/"),
    access: write,
    summary: "Make a static cohort of everyone who has the flag on now",
    tag,
    status: 201,
    response: z.object({ cohort: cohortSchema }),
    async handler({ c, access, deps, param }) {
      const id = await cohortOfFlag(access, await requireFlag(access, param("flag"), deps), deps);
      await calculateSoon(c.executionCtx, access, id, deps);
      const [cohort] = await presentCohorts([await requireCohort(access, String(id), deps)], access, deps);
      return { cohort: cohort! };
    },
  }),
  route({
    method: "post",
    paths: underProject("feature_flags/:flag/dashboard/"),
    access: write,
    summary: "Make the dashboard of a flag's use, unless there is one: the flag's `usage_dashboard`",
    tag,
    response: success,
    async handler({ access, deps, param }) {
      await ensureUsageDashboard(access, await requireFlag(access, param("flag"), deps), deps);
      return { success: true as const };
    },
  }),
  route({
    method: "post",
    paths: underProject("feature_flags/:flag/enrich_usage_dashboard/"),
    access: write,
    summary: "Add views of the feature and interactions with it to the dashboard of its use",
    tag,
    response: success,
    async handler({ access, deps, param }) {
      await enrichUsageDashboard(access, await requireFlag(access, param("flag"), deps), deps);
      return { success: true as const };
    },
  }),
  route({
    method: "get",
    paths: underProject("feature_flags/:flag/role_access/"),
    access: { kind: "project", scope: "feature_flag:read" },
    summary:
      "The older list of roles that may edit a flag: always empty, rules are kept as `access_controls/`",
    tag,
    response: z.object({
      count: z.number().int(),
      next: z.null(),
      previous: z.null(),
      results: z.array(z.never()),
    }),
    async handler({ access, deps, param }) {
      await requireFlag(access, param("flag"), deps);
      return { count: 0, next: null, previous: null, results: [] };
    },
  }),
];
