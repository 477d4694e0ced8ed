import type { DashboardTemplate } from "@edgewise/core/dashboards/template.ts";
import { DASHBOARD_TEMPLATES } from "@edgewise/core/dashboards/templates/index.ts";
import * as z from "zod";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { notFound } from "../../../http/errors.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { createFromTemplate, templateBody } from "../../../services/dashboards/templates.ts";
import { readAsk } from "../../../services/insights/compute.ts";
import { dashboard, showDashboard } from "./present.ts";

const tag = "dashboards";
const read = { kind: "project", scope: "dashboard_template:read" } as const;

const template = z.object({
  id: z.string(),
  template_name: z.string(),
  dashboard_description: z.string(),
  dashboard_filters: z.looseObject({}),
  tags: z.array(z.string()),
  tiles: z.array(z.looseObject({})),
  variables: z.array(z.looseObject({})),
  deleted: z.boolean(),
  created_at: z.null(),
  created_by: z.null(),
  image_url: z.null(),
  team_id: z.number().int(),
  scope: z.literal("global"),
  availability_contexts: z.array(z.string()),
});

const present = (own: DashboardTemplate, access: ProjectAccess): z.infer<typeof template> => ({
  ...own,
  tags: [...own.tags],
  tiles: [...own.tiles],
  variables: own.variables.map((variable) => ({ ...variable })),
  deleted: false,
  created_at: null,
  created_by: null,
  image_url: null,
  team_id: access.environmentId,
  scope: "global",
  availability_contexts: ["general"],
});

export const DASHBOARD_TEMPLATE_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("dashboard_templates/"),
    access: read,
    summary: "What dashboards can start from",
    tag,
    query: pageQuery,
    response: pageSchema(template),
    async handler({ c, access, query }) {
      const shown = DASHBOARD_TEMPLATES.slice(query.offset, query.offset + query.limit);
      return pageOf(
        c,
        query,
        DASHBOARD_TEMPLATES.length,
        shown.map((own) => present(own, access)),
      );
    },
  }),
  route({
    method: "get",
    paths: underProject("dashboard_templates/:template/"),
    access: read,
    summary: "One template",
    tag,
    response: template,
    async handler({ access, param }) {
      const own = DASHBOARD_TEMPLATES.find(({ id }) => id === param("template"));
      if (!own) throw notFound();
      return present(own, access);
    },
  }),
  route({
    method: "post",
    paths: underProject("dashboards/create_from_template_json/"),
    access: { kind: "project", scope: "dashboard:write" },
    summary: "Create a dashboard with insights of its own from a template that is sent whole",
    tag,
    body: templateBody,
    response: dashboard,
    status: 201,
    async handler({ c, access, deps, body }) {
      const id = await createFromTemplate(access, body.template, deps);
      return await showDashboard(access, id, { ask: readAsk({}), signal: c.req.raw.signal }, deps);
    },
  }),
];
