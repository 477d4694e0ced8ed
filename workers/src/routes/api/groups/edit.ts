import * as z from "zod";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { createGroup, editGroup, type GroupRef, groupItemId } from "../../../services/groups/edit.ts";
import { relatedTo } from "../../../services/groups/related.ts";
import { groupTypesOf } from "../../../services/groups/types.ts";
import { propertyNames } from "../../../services/query/taxonomy/properties.ts";
import { activityPage, activityQuery, pageOfActivity } from "../activity/page.ts";
import { groupSchema, presentGroup, typeIndex } from "./present.ts";

const tag = "groups";
const read = { kind: "project", scope: "group:read" } as const;
const write = { kind: "project", scope: "group:write" } as const;

const named = z.object({ group_type_index: typeIndex, group_key: z.string().min(1) });
const refOf = (query: z.output<typeof named>): GroupRef => ({
  index: query.group_type_index,
  key: query.group_key,
});

/** Making and changing groups by hand, and what belongs to them. */
export const GROUP_EDIT_ROUTES: readonly ApiRoute[] = [
  route({
    method: "post",
    paths: underProject("groups/"),
    access: write,
    summary: "Make a group",
    tag,
    body: z.object({
      group_type_index: typeIndex,
      group_key: z.string().min(1).max(400),
      group_properties: z.record(z.string(), z.json()).nullish(),
    }),
    response: groupSchema,
    status: 201,
    async handler({ access, deps, body }) {
      return presentGroup(await createGroup(access, refOf(body), body.group_properties ?? {}, deps));
    },
  }),
  route({
    method: "post",
    paths: underProject("groups/update_property/"),
    access: write,
    summary: "Set one property of a group",
    tag,
    query: named,
    body: z.object({ key: z.string().min(1), value: z.json() }),
    response: groupSchema,
    async handler({ access, deps, query, body }) {
      return presentGroup(await editGroup(access, refOf(query), { set: { [body.key]: body.value } }, deps));
    },
  }),
  route({
    method: "post",
    paths: underProject("groups/delete_property/"),
    access: write,
    summary: "Take one property of a group away",
    tag,
    query: named,
    body: z.object({ $unset: z.string().min(1) }),
    response: groupSchema,
    async handler({ access, deps, query, body }) {
      return presentGroup(await editGroup(access, refOf(query), { unset: [body.$unset] }, deps));
    },
  }),
  route({
    method: "get",
    paths: underProject("groups/property_definitions/"),
    access: read,
    summary: "Names of group properties, by group type",
    tag,
    response: z.record(z.string(), z.array(z.object({ name: z.string(), count: z.number() }))),
    async handler({ access, deps }) {
      const types = await groupTypesOf(access.projectId, deps);
      const lists = types.map(async ({ group_type_index: groupTypeIndex }) => {
        const names = await propertyNames(deps, access, { owner: "group", groupTypeIndex });
        return [String(groupTypeIndex), names.map(({ name, count }) => ({ name, count }))] as const;
      });
      return Object.fromEntries(await Promise.all(lists));
    },
  }),
  route({
    method: "get",
    paths: underProject("groups/related/"),
    access: read,
    summary: "Persons and groups that shared events with a group or person in the last 90 days",
    tag,
    query: z.object({ id: z.string(), group_type_index: typeIndex.optional().catch(undefined) }),
    response: z.array(z.looseObject({ type: z.enum(["person", "group"]), id: z.string() })),
    async handler({ access, deps, query }) {
      const { persons, groups } = await relatedTo(access, query.id, query.group_type_index ?? null, deps);
      return [
        ...persons.map((id) => ({ type: "person", id })),
        ...groups.map(({ index, key }) => ({
          type: "group",
          id: key,
          group_type_index: index,
          group_key: key,
        })),
      ];
    },
  }),
  route({
    method: "get",
    paths: underProject("groups/activity/"),
    access: { kind: "project", scope: "activity_log:read" },
    summary: "Who changed a group",
    tag,
    query: activityQuery.extend({ group_type_index: typeIndex.optional(), group_key: z.string().optional() }),
    response: activityPage,
    handler({ c, access, deps, query }) {
      const { group_type_index: index, group_key: key } = query;
      const item = index === undefined || key === undefined ? {} : { itemId: groupItemId({ index, key }) };
      return pageOfActivity(c, access, { scope: "Group", ...item }, query, deps);
    },
  }),
];
