import * as z from "zod";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { requireInsight } from "../../../services/insights/find.ts";
import { myLastViewed, noteView, trendingInsights } from "../../../services/insights/views.ts";
import { presentUserBasic, userBasic } from "../users/basic.ts";
import { insight, presentInsights } from "./present.ts";

const tag = "insights";
const read = { kind: "project", scope: "insight:read" } as const;

const trending = insight.extend({ view_count: z.number().int(), viewers: z.array(userBasic) });

/** Before `:insight`. */
export const INSIGHT_VIEW_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("insights/trending/"),
    access: read,
    summary: "The insights most looked at, with who looked",
    tag,
    query: pageQuery.extend({
      days: z.coerce.number().int().min(1).max(365).default(7),
      limit: z.coerce.number().int().min(1).max(100).default(10),
    }),
    response: pageSchema(trending),
    async handler({ c, access, deps, query }) {
      const { total, rows } = await trendingInsights(access, query.days, query, deps);
      const shown = await presentInsights(
        access,
        rows.map((row) => row.insight),
        deps,
      );
      const results = rows.map(({ views, viewers }, index) => ({
        ...(shown[index] as z.infer<typeof insight>),
        view_count: views,
        viewers: viewers.map(presentUserBasic),
      }));
      return pageOf(c, query, total, results);
    },
  }),
  route({
    method: "get",
    paths: underProject("insights/my_last_viewed/"),
    access: read,
    summary: "The insights that the person looked at last",
    tag,
    response: z.array(insight),
    handler: async ({ access, deps }) => presentInsights(access, await myLastViewed(access, deps), deps),
  }),
  route({
    method: "post",
    paths: underProject("insights/:insight/viewed/"),
    access: { ...read, role: "viewer" },
    summary: "Say that the person looks at an insight",
    tag,
    status: 201,
    response: z.object({}),
    async handler({ access, deps, param }) {
      await noteView(access, (await requireInsight(access, param("insight"), deps)).id, deps);
      return {};
    },
  }),
];
