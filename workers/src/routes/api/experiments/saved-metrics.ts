import { listSavedMetrics } from "@edgewise/db/mysql/repos/experiment-metrics.ts";
import type { Deps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { pathNumber } from "../../../http/path-number.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import {
  changeSavedMetric,
  createSavedMetric,
  removeSavedMetric,
  requireSavedMetric,
  savedMetricBody,
} from "../../../services/experiments/saved-metrics.ts";
import { presentSavedMetrics, savedMetric } from "./present.ts";

const tag = "experiments";
const read = { kind: "project", scope: "experiment_saved_metric:read" } as const;
const write = { kind: "project", scope: "experiment_saved_metric:write" } as const;
const list = { paths: underProject("experiment_saved_metrics/"), tag };
const one = { paths: underProject("experiment_saved_metrics/:metric/"), tag };

async function load(access: ProjectAccess, id: number, deps: Deps) {
  const [shown] = await presentSavedMetrics(access, [await requireSavedMetric(access, id, deps)], deps);
  return shown;
}

export const SAVED_METRIC_ROUTES: readonly ApiRoute[] = [
  route({
    ...list,
    method: "get",
    access: read,
    summary: "List shared metrics",
    query: pageQuery,
    response: pageSchema(savedMetric),
    async handler({ c, access, deps, query }) {
      const { total, rows } = await listSavedMetrics(access, deps.db, query);
      return pageOf(c, query, total, await presentSavedMetrics(access, rows, deps));
    },
  }),
  route({
    ...list,
    method: "post",
    access: write,
    summary: "Share a metric between experiments",
    body: savedMetricBody,
    response: savedMetric,
    status: 201,
    async handler({ access, deps, body }) {
      return await load(access, await createSavedMetric(access, body, deps), deps);
    },
  }),
  route({
    ...one,
    method: "get",
    access: read,
    summary: "One shared metric",
    response: savedMetric,
    handler: ({ access, deps, param }) => load(access, pathNumber(param("metric")), deps),
  }),
  route({
    ...one,
    method: "patch",
    access: write,
    summary: "Change a shared metric",
    body: savedMetricBody.partial(),
    response: savedMetric,
    async handler({ access, deps, body, param }) {
      const id = pathNumber(param("metric"));
      await changeSavedMetric(access, id, body, deps);
      return await load(access, id, deps);
    },
  }),
  route({
    ...one,
    method: "delete",
    access: write,
    summary: "Take a shared metric away",
    handler: ({ access, deps, param }) => removeSavedMetric(access, pathNumber(param("metric")), deps),
  }),
];
