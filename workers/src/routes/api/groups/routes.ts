import * as z from "zod";
import { FILTER_EXAMPLE, parseJsonList } from "../../../http/json-list.ts";
import { pageLinks, pageQuery } from "../../../http/page.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { describedGroupTypes, nameGroupTypes } from "../../../services/groups/describe.ts";
import { requireGroup } from "../../../services/groups/edit.ts";
import { findGroups } from "../../../services/groups/list.ts";
import { groupSchema, presentGroup, typeIndex } from "./present.ts";

const tag = "groups";
const read = { kind: "project", scope: "group:read" } as const;

const groupType = z.object({
  group_type: z.string(),
  group_type_index: z.number().int(),
  name_singular: z.string().nullable(),
  name_plural: z.string().nullable(),
  detail_dashboard: z.null(),
  default_columns: z.array(z.string()).nullable(),
  created_at: z.null(),
});

const typeName = z.string().trim().min(1).max(255).nullish();

const groupTypeNames = z.object({
  group_type_index: z.number().int().min(0).max(4),
  name_singular: typeName,
  name_plural: typeName,
  default_columns: z.array(z.string().max(400)).max(100).nullish(),
});

export const GROUP_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("groups_types/"),
    access: read,
    summary: "Group types of the project",
    tag,
    response: z.array(groupType),
    handler: ({ access, deps }) => describedGroupTypes(access, deps),
  }),
  route({
    method: "patch",
    paths: underProject("groups_types/update_metadata/"),
    access: { kind: "project", scope: "group:write" },
    summary: "Say what groups of a type are called",
    tag,
    body: z.array(groupTypeNames).max(5),
    response: z.array(groupType),
    async handler({ access, deps, body }) {
      await nameGroupTypes(access, body, deps);
      return await describedGroupTypes(access, deps);
    },
  }),
  route({
    method: "get",
    paths: underProject("groups/"),
    access: read,
    summary: "Groups of one type, newest first; search by key or name, filter by properties",
    tag,
    query: pageQuery.extend({
      group_type_index: typeIndex,
      search: z.string().optional(),
      properties: z.string().optional(),
      cursor: z.string().optional(),
    }),
    response: z.object({
      next: z.string().nullable(),
      previous: z.string().nullable(),
      results: z.array(groupSchema),
    }),
    async handler({ c, access, deps, query }) {
      const { limit, offset, search, group_type_index: index } = query;
      const properties = query.properties
        ? parseJsonList("properties", query.properties, FILTER_EXAMPLE)
        : undefined;
      const rows = await findGroups(access, { index, search, properties, limit, offset }, deps);
      return { ...pageLinks(c, query, rows.length > limit), results: rows.slice(0, limit).map(presentGroup) };
    },
  }),
  route({
    method: "get",
    paths: underProject("groups/find/"),
    access: read,
    summary: "One group, as events have made it by now",
    tag,
    query: z.object({ group_type_index: typeIndex, group_key: z.string() }),
    response: groupSchema,
    async handler({ access, deps, query }) {
      const { group_type_index: index, group_key: key } = query;
      return presentGroup(await requireGroup(access, { index, key }, deps));
    },
  }),
];
