import * as z from "zod";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { webDigest } from "../../../services/web-analytics/digest.ts";

const change = z
  .object({ percent: z.number(), direction: z.enum(["Up", "Down", "Flat"]), text: z.string() })
  .nullable();
const compared = z.object({ current: z.number().nullable(), previous: z.number().nullable(), change });
const visitors = z.number().nullable();

const digest = z.object({
  visitors: compared,
  pageviews: compared,
  sessions: compared,
  bounce_rate: compared,
  avg_session_duration: compared,
  top_pages: z.array(z.object({ path: z.string(), visitors, change })),
  top_sources: z.array(z.object({ name: z.string(), visitors, change })),
  goals: z.array(z.object({ name: z.string(), conversions: z.number().nullable(), change })),
});

export const WEB_ANALYTICS_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("web_analytics/weekly_digest/"),
    access: { kind: "project", scope: "web_analytics:read" },
    summary: "Visitors, sessions, leading pages, sources and goals of the last days, with their changes",
    tag: "web analytics",
    query: z.object({
      days: z.coerce.number().int().min(1).max(90).default(7),
      compare: z.enum(["true", "false"]).default("true"),
    }),
    response: digest,
    async handler({ c, access, deps, query }) {
      const asked = { days: query.days, compare: query.compare === "true" };
      return await webDigest(access, asked, deps, c.req.raw.signal);
    },
  }),
];
