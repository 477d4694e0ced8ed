import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { activityPage, activityQuery, pageOfActivity } from "./page.ts";

export const ACTIVITY_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("activity_log/"),
    access: { kind: "project", scope: "activity_log:read" },
    summary: "Who changed what in the project",
    tag: "activity",
    query: activityQuery,
    response: activityPage,
    handler({ c, access, deps, query }) {
      const filter = { scope: query.scope, itemId: query.item_id, userId: query.user };
      return pageOfActivity(c, access, filter, query, deps);
    },
  }),
];
