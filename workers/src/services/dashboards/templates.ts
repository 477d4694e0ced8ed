import { fillTemplate } from "@edgewise/core/dashboards/template.ts";
import { DASHBOARD_TEMPLATES } from "@edgewise/core/dashboards/templates/index.ts";
import type { JsonObject } from "@edgewise/core/events/types.ts";
import { addTile } from "@edgewise/db/mysql/repos/dashboard-tiles.ts";
import { insertDashboard } from "@edgewise/db/mysql/repos/dashboards.ts";
import { insertInsight } from "@edgewise/db/mysql/repos/insights.ts";
import * as z from "zod";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { ApiError, invalid } from "../../http/errors.ts";
import { commitLogged } from "../activity/commit-logged.ts";
import type { Entry } from "../activity/record.ts";
import { checkQuery } from "../insights/check-query.ts";
import { shortIdOf } from "../insights/short-id.ts";
import { dashboardBody, text, tileLook } from "./body.ts";

const look = {
  ...tileLook.shape,
  name: z.string().max(400).nullish(),
  description: z.string().max(400).nullish(),
};

/** A template with its variables filled in, as `create_from_template_json` takes it. */
export const templateBody = z.object({
  template: z.object({
    template_name: dashboardBody.shape.name,
    dashboard_description: z.string().max(10_000).nullish(),
    dashboard_filters: dashboardBody.shape.filters.nullable(),
    tags: dashboardBody.shape.tags.nullable(),
    tiles: z
      .array(
        z.discriminatedUnion("type", [
          z.object({ type: z.literal("INSIGHT"), query: z.record(z.string(), z.json()), ...look }),
          z.object({ type: z.literal("TEXT"), body: text, ...look }),
        ]),
      )
      .max(100),
  }),
});
type Template = z.output<typeof templateBody>["template"];

/** Number of a dashboard made of one of the product's own templates, named by its id or name. */
export async function createFromOwnTemplate(
  access: ProjectAccess,
  wanted: string,
  name: string | undefined,
  deps: RegionDeps,
): Promise<number> {
  const own = DASHBOARD_TEMPLATES.find(({ id, template_name }) => id === wanted || template_name === wanted);
  if (!own) {
    const known = DASHBOARD_TEMPLATES.map(({ id }) => id).join(", ");
    throw invalid(
      "use_template",
      `There is no template "${wanted}". Use one of: ${known}.`,
      "does_not_exist",
    );
  }
  const filled = { ...own, tiles: fillTemplate(own), template_name: name ?? own.template_name };
  return await createFromTemplate(access, templateBody.parse({ template: filled }).template, deps);
}

/** Creates a dashboard with all of the template's insights, or nothing. Returns its number. Throws with `attr`. */
export async function createFromTemplate(
  access: ProjectAccess,
  template: Template,
  deps: RegionDeps,
): Promise<number> {
  const kinds = await Promise.all(
    template.tiles.map(async (tile, index) =>
      tile.type === "TEXT" ? null : await kindOf(access, tile.query as JsonObject, index, deps),
    ),
  );
  const now = deps.now();
  const author = { createdBy: access.userId, createdAt: now, updatedAt: now };
  return await commitLogged(access, deps, async (tx) => {
    const dashboardId = await insertDashboard(access, tx, {
      name: template.template_name,
      description: template.dashboard_description ?? "",
      pinned: false,
      deleted: false,
      creationMode: "template",
      tags: [...new Set(template.tags)],
      filters: (template.dashboard_filters ?? {}) as JsonObject,
      variables: {},
      breakdownColors: [],
      ...author,
    });
    const created = { activity: "created", scope: "Dashboard", itemId: dashboardId };
    const entries: Entry[] = [{ ...created, name: template.template_name }];
    for (const [index, tile] of template.tiles.entries()) {
      const kind = kinds[index];
      const insightId =
        kind && tile.type === "INSIGHT" ? await insertInsight(access, tx, insightOf(tile, kind)) : null;
      if (insightId)
        entries.push({ scope: "Insight", itemId: insightId, activity: "created", name: tile.name ?? "" });
      await addTile(access, tx, {
        dashboardId,
        insightId,
        body: tile.type === "TEXT" ? tile.body : null,
        layouts: (tile.layouts ?? {}) as JsonObject,
        color: tile.color || null,
        createdBy: access.userId,
        updatedAt: now,
      });
    }
    return { result: dashboardId, entries };
  });

  function insightOf(tile: Extract<Template["tiles"][number], { type: "INSIGHT" }>, kind: string) {
    return {
      name: tile.name ?? "",
      description: tile.description ?? "",
      query: tile.query as JsonObject,
      kind,
      shortId: shortIdOf(crypto.getRandomValues(new Uint8Array(8))),
      derivedName: null,
      tags: [],
      favorited: false,
      saved: true,
      deleted: false,
      lastModifiedBy: access.userId,
      lastModifiedAt: now,
      ...author,
    };
  }
}

async function kindOf(
  access: ProjectAccess,
  query: JsonObject,
  index: number,
  deps: RegionDeps,
): Promise<string> {
  try {
    return await checkQuery(access, query, deps);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const at = `template__tiles__${index}`;
    throw invalid(`${at}__${error.options.attr ?? "query"}`, error.message, "invalid_input");
  }
}
