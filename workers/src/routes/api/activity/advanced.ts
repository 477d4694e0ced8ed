import { activityFacets } from "@edgewise/db/mysql/repos/activity.ts";
import { findUsers } from "@edgewise/db/mysql/repos/users.ts";
import * as z from "zod";
import { invalid } from "../../../http/errors.ts";
import { parseJsonList } from "../../../http/json-list.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { activityPage, activityQuery, pageOfActivity } from "./page.ts";

const tag = "activity";
const access = { kind: "project", scope: "activity_log:read" } as const;
const list = z.string().optional();

const query = activityQuery.pick({ page: true, limit: true, page_size: true }).extend({
  scopes: list,
  activities: list,
  item_ids: list,
  users: list,
  search_text: z.string().optional(),
  start_date: z.string().optional(),
  end_date: z.string().optional(),
});

const option = z.object({ value: z.string(), label: z.string() });
const filters = z.object({
  static_filters: z.object({
    users: z.array(option),
    scopes: z.array(option),
    activities: z.array(option),
  }),
  detail_filters: z.record(z.string(), z.unknown()),
});

const same = (value: string) => ({ value, label: value });

function dateOf(name: string, text: string | undefined): Date | undefined {
  if (text === undefined || text === "") return undefined;
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw invalid(name, `"${text}" is no date: use 2026-01-31T00:00:00Z.`);
  return at;
}

/** The log with filters of several values, as the official command line client asks for it. */
export const ADVANCED_ACTIVITY_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("advanced_activity_logs/"),
    access,
    summary: "Who changed what in the project, by lists of scopes, activities, items and people",
    tag,
    query,
    response: activityPage,
    handler({ c, access, deps, query }) {
      const texts = (name: "scopes" | "activities" | "item_ids" | "users", example: string) =>
        parseJsonList(name, query[name], example).map(String);
      const filter = {
        scopes: texts("scopes", '["FeatureFlag"]'),
        activities: texts("activities", '["created"]'),
        itemIds: texts("item_ids", '["1"]'),
        userIds: texts("users", '["0197…"]'),
        search: query.search_text,
        from: dateOf("start_date", query.start_date),
        to: dateOf("end_date", query.end_date),
      };
      return pageOfActivity(c, access, filter, query, deps);
    },
  }),
  route({
    method: "get",
    paths: underProject("advanced_activity_logs/available_filters/"),
    access,
    summary: "What the project's log can be filtered by",
    tag,
    response: filters,
    async handler({ access, deps }) {
      const { scopes, activities, users } = await activityFacets(access, deps.db);
      const found = await findUsers(users, deps.db);
      return {
        static_filters: {
          users: users.map((id) => ({ value: id, label: found.get(id)?.email ?? id })),
          scopes: scopes.map(same),
          activities: activities.map(same),
        },
        detail_filters: {},
      };
    },
  }),
];
