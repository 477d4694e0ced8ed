import type { InsightRow } from "@edgewise/db/mysql/repos/insights.ts";
import { findInsights } from "@edgewise/db/mysql/repos/insights.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { notFound } from "../../../http/errors.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import {
  computeInsight,
  computeQuery,
  filtersOfDashboard,
  readAsk,
} from "../../../services/insights/compute.ts";
import { insightId, requireInsight } from "../../../services/insights/find.ts";
import { findInsightPage } from "../../../services/insights/list.ts";
import { changeInsight, createInsight, insightBody } from "../../../services/insights/write.ts";
import { cancelQuery } from "../../../services/query/answer-query.ts";
import { activityPage, activityQuery, pageOfActivity } from "../activity/page.ts";
import { insight, presentInsights, resultFields } from "./present.ts";

const tag = "insights";
const read = { kind: "project", scope: "insight:read" } as const;
const write = { kind: "project", scope: "insight:write" } as const;
const history = { kind: "project", scope: "activity_log:read" } as const;
const at = { paths: underProject("insights/:insight/"), tag };
const text = z.string().optional();

const listQuery = pageQuery.extend({
  search: text,
  short_id: text,
  saved: text,
  favorited: text,
  user: text,
  created_by: text,
  insight: text,
  date_from: text,
  date_to: text,
  created_date_from: text,
  created_date_to: text,
  dashboards: text,
  tags: text,
  order: text,
});

async function show(access: ProjectAccess, row: InsightRow | undefined, deps: Deps) {
  const [shown] = row ? await presentInsights(access, [row], deps) : [];
  if (!shown) throw notFound();
  return shown;
}

const byNumber = async (access: ProjectAccess, id: number, deps: Deps) =>
  await show(access, (await findInsights(access, deps.db, [id]))[0], deps);

/** What has a fixed name, before `:insight`. */
const named: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("insights/activity/"),
    access: history,
    summary: "Who changed which insight",
    tag,
    query: activityQuery,
    response: activityPage,
    handler: ({ c, access, deps, query }) => pageOfActivity(c, access, { scope: "Insight" }, query, deps),
  }),
  route({
    method: "get",
    paths: underProject("insights/:insight/activity/"),
    access: history,
    summary: "Who changed the insight",
    tag,
    query: activityQuery,
    response: activityPage,
    async handler({ c, access, deps, query, param }) {
      const { id } = await requireInsight(access, param("insight"), deps);
      return await pageOfActivity(c, access, { scope: "Insight", itemId: String(id) }, query, deps);
    },
  }),
  route({
    method: "post",
    paths: underProject("insights/cancel/"),
    access: { ...read, role: "viewer" },
    summary: "Cancel a computation by its client_query_id",
    tag,
    body: z.object({ client_query_id: z.string().min(1).max(128) }),
    response: z.object({ status: z.string() }),
    async handler({ access, deps, body }) {
      await cancelQuery(deps, access, body.client_query_id);
      return { status: "success" };
    },
  }),
];

export const INSIGHT_ROUTES: readonly ApiRoute[] = [
  ...named,
  route({
    method: "get",
    paths: underProject("insights/"),
    access: read,
    summary: "List saved insights, without results",
    tag,
    query: listQuery,
    response: pageSchema(insight),
    async handler({ c, access, deps, query }) {
      const { total, rows } = await findInsightPage(access, query, deps);
      return pageOf(c, query, total, await presentInsights(access, rows, deps));
    },
  }),
  route({
    method: "post",
    paths: underProject("insights/"),
    access: write,
    summary: "Save a query as an insight",
    tag,
    body: insightBody,
    response: insight,
    status: 201,
    async handler({ access, deps, body }) {
      return await byNumber(access, await createInsight(access, body, deps), deps);
    },
  }),
  route({
    ...at,
    method: "get",
    access: read,
    summary: "One insight by number or short id; `refresh` computes its result",
    query: computeQuery.extend({ from_dashboard: z.coerce.number().int().optional() }),
    response: insight,
    async handler({ c, access, deps, query, param }) {
      const ask = { ...readAsk(query), polls: true };
      const row = await requireInsight(access, param("insight"), deps);
      const dashboard = await filtersOfDashboard(access, query.from_dashboard, deps);
      const [shown, answer] = await Promise.all([
        show(access, row, deps),
        computeInsight(access, row, ask, deps, c.req.raw.signal, dashboard),
      ]);
      return { ...shown, ...resultFields(answer) };
    },
  }),
  route({
    ...at,
    method: "patch",
    access: write,
    summary: "Change an insight; `deleted: true` hides it, `false` brings it back",
    body: insightBody.partial(),
    response: insight,
    async handler({ access, deps, body, param }) {
      const id = await changeInsight(access, insightId(param("insight")), body, deps);
      return await byNumber(access, id, deps);
    },
  }),
  route({
    ...at,
    method: "delete",
    access: write,
    summary: "Hide an insight",
    async handler({ access, deps, param }) {
      await changeInsight(access, insightId(param("insight")), { deleted: true }, deps);
    },
  }),
];
