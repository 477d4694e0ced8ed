import { listExperiments } from "@edgewise/db/mysql/repos/experiments.ts";
import * as z from "zod";
import { invalid } from "../../../http/errors.ts";
import { pathNumber } from "../../../http/path-number.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { timeseriesOf } from "../../../services/experiments/daily.ts";
import { requireExperiment } from "../../../services/experiments/find.ts";
import { recalculate, runOf } from "../../../services/experiments/recalculate.ts";
import { experimentResults } from "../../../services/experiments/results.ts";
import { retagExperiments } from "../../../services/experiments/retag.ts";
import { runningTime, runningTimeBody } from "../../../services/experiments/running-time.ts";
import { retagAnswer, retagBody } from "../../../services/flags/tags.ts";
import { activityRoutes } from "../activity/of-resource.ts";

const tag = "experiments";
const read = { kind: "project", scope: "experiment:read" } as const;
const object = z.record(z.string(), z.unknown());

export const EXPERIMENT_RESULT_ROUTES: readonly ApiRoute[] = [
  ...activityRoutes({
    path: "experiments",
    tag,
    scope: "Experiment",
    itemId: async (access, id, deps) =>
      String((await requireExperiment(access, pathNumber(id), deps)).row.id),
  }),
  route({
    method: "post",
    paths: underProject("experiments/bulk_update_tags/"),
    access: { kind: "project", scope: "experiment:write" },
    summary: "Add, remove or replace tags of several experiments",
    tag,
    body: retagBody,
    response: retagAnswer,
    handler: ({ access, deps, body }) => retagExperiments(access, body, deps),
  }),
  route({
    method: "get",
    paths: underProject("experiments/stats/"),
    access: read,
    summary: "How many experiments there are, by status",
    tag,
    response: object,
    async handler({ access, deps }) {
      const count = async (status?: "draft" | "running" | "paused" | "stopped") =>
        (await listExperiments(access, deps.db, { status: status && [status] }, { limit: 1, offset: 0 }))
          .total;
      const [total, draft, running, paused, stopped] = await Promise.all([
        count(),
        count("draft"),
        count("running"),
        count("paused"),
        count("stopped"),
      ]);
      return { total, draft, running, paused, stopped, complete: stopped };
    },
  }),
  route({
    method: "post",
    paths: underProject("experiments/calculate_running_time/"),
    access: read,
    summary: "Units and days that it takes to find an effect",
    tag,
    body: runningTimeBody,
    response: object,
    handler: async ({ body }) => runningTime(body),
  }),
  route({
    method: "get",
    paths: underProject("experiments/:experiment/results/"),
    access: read,
    summary: "Every metric of every variant judged together, with a verdict",
    tag,
    query: z.object({ refresh: z.enum(["blocking", "force_blocking"]).default("blocking") }),
    response: object,
    async handler({ access, deps, query, param }) {
      const found = await requireExperiment(access, pathNumber(param("experiment")), deps);
      return await experimentResults(access, found, deps, query.refresh);
    },
  }),
  route({
    method: "get",
    paths: underProject("experiments/:experiment/timeseries_results/"),
    access: read,
    summary: "A metric's results by day",
    tag,
    query: z.object({ metric_uuid: z.string().optional(), fingerprint: z.string().optional() }),
    response: object,
    async handler({ access, deps, query, param }) {
      const found = await requireExperiment(access, pathNumber(param("experiment")), deps);
      if (!query.metric_uuid) throw invalid("metric_uuid", "Say which metric: ?metric_uuid=…", "required");
      return await timeseriesOf(access, found, query.metric_uuid, deps);
    },
  }),
  route({
    method: "post",
    paths: underProject("experiments/:experiment/metrics_recalculation/"),
    access: { kind: "project", scope: "experiment:write" },
    summary: "Compute all metrics now, and the results by day that are missing or (`again`) all of them",
    tag,
    body: z.object({ again: z.boolean().default(false) }),
    response: object,
    async handler({ access, deps, body, param }) {
      const found = await requireExperiment(access, pathNumber(param("experiment")), deps);
      return await recalculate(access, found, body.again, deps);
    },
  }),
  route({
    method: "get",
    paths: underProject("experiments/:experiment/metrics_recalculation/latest/"),
    access: read,
    summary: "What the last computation of all metrics found",
    tag,
    response: object,
    async handler({ access, deps, param }) {
      const { row } = await requireExperiment(access, pathNumber(param("experiment")), deps);
      return await runOf(access, row.id, undefined, deps);
    },
  }),
  route({
    method: "get",
    paths: underProject("experiments/:experiment/metrics_recalculation/:run/"),
    access: read,
    summary: "One computation of all metrics",
    tag,
    response: object,
    async handler({ access, deps, param }) {
      const { row } = await requireExperiment(access, pathNumber(param("experiment")), deps);
      return await runOf(access, row.id, param("run"), deps);
    },
  }),
];
