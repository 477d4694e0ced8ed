import * as z from "zod";
import { notFound } from "../../../http/errors.ts";
import { pageLinks, pageQuery } from "../../../http/page.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { isoMicros } from "../../../http/time.ts";
import { describedGroupTypes, nameGroupTypes } from "../../../services/groups/describe.ts";
import { findGroups, type StoredGroup } from "../../../services/groups/list.ts";

const tag = "groups";
const read = { kind: "project", scope: "group:read" } as const;
const typeIndex = z.coerce.number().int().min(0).max(4);

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

const group = z.object({
  group_type_index: z.number().int(),
  group_key: z.string(),
  group_properties: z.record(z.string(), z.unknown()),
  created_at: z.string(),
});

const present = (row: StoredGroup): z.infer<typeof group> => ({
  group_type_index: row.index,
  group_key: row.key,
  group_properties: row.properties,
  created_at: isoMicros(row.createdAt),
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
    summary: "Groups of one type, newest first",
    tag,
    query: pageQuery.extend({ group_type_index: typeIndex, search: z.string().optional() }),
    response: z.object({
      next: z.string().nullable(),
      previous: z.string().nullable(),
      results: z.array(group),
    }),
    async handler({ c, access, deps, query }) {
      const { limit, offset, search, group_type_index: index } = query;
      const rows = await findGroups(access, { index, search, limit, offset }, deps);
      return { ...pageLinks(c, query, rows.length > limit), results: rows.slice(0, limit).map(present) };
    },
  }),
  route({
    method: "get",
    paths: underProject("groups/find/"),
    access: read,
    summary: "One group",
    tag,
    query: z.object({ group_type_index: typeIndex, group_key: z.string() }),
    response: group,
    async handler({ access, deps, query }) {
      const { group_type_index: index, group_key: key } = query;
      const [row] = await findGroups(access, { index, key, limit: 1, offset: 0 }, deps);
      if (!row) throw notFound();
      return present(row);
    },
  }),
];
