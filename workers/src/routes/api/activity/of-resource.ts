import type { RegionDeps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { activityPage, activityQuery, pageOfActivity } from "./page.ts";

interface Resource {
  /** First part of its paths: `cohorts`. */
  readonly path: string;
  readonly tag: string;
  /** The audit log's name of it: `Cohort`. */
  readonly scope: string;
  /** The item's id in the log from its id in the path; throws 404. */
  readonly itemId: (access: ProjectAccess, id: string, deps: RegionDeps) => Promise<string> | string;
}

/** `…/activity/` of all items of a resource and of one: who changed what. */
export function activityRoutes({ path, tag, scope, itemId }: Resource): readonly ApiRoute[] {
  const access = { kind: "project", scope: "activity_log:read" } as const;
  return [
    route({
      method: "get",
      paths: underProject(`${path}/activity/`),
      access,
      summary: `Who changed what in ${path}`,
      tag,
      query: activityQuery,
      response: activityPage,
      handler: ({ c, access, deps, query }) => pageOfActivity(c, access, { scope }, query, deps),
    }),
    route({
      method: "get",
      paths: underProject(`${path}/:item/activity/`),
      access,
      summary: "Who changed what",
      tag,
      query: activityQuery,
      response: activityPage,
      async handler({ c, access, deps, query, param }) {
        const id = await itemId(access, param("item"), deps);
        return await pageOfActivity(c, access, { scope, itemId: id }, query, deps);
      },
    }),
  ];
}
