import { findUsers, type UserRow } from "@edgewise/db/mysql/repos/users.ts";
import * as z from "zod";
import type { RegionDeps } from "../../../deps.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { isoMicros } from "../../../http/time.ts";
import {
  allPropertyDefinitions,
  changePropertyDefinition,
  deletePropertyDefinition,
  type PropertyDefinition,
  requirePropertyDefinition,
} from "../../../services/definitions/properties.ts";
import {
  authorsOf,
  describedBody,
  describedFields,
  fitsDescription,
  nameList,
  presentDescription,
  truth,
} from "./described.ts";
import { definitionItemRoutes } from "./item-routes.ts";

const tag = "definitions";
const read = { kind: "project", scope: "property_definition:read" } as const;
const owners = z.enum(["event", "person", "group", "session"]);
const index = z.coerce.number().int().min(0).max(4).optional();
const types = z.enum(["DateTime", "String", "Numeric", "Boolean", "Duration"]);

const definition = z.looseObject({
  id: z.string(),
  name: z.string(),
  is_numerical: z.boolean(),
  property_type: z.string().nullable(),
  is_seen_on_filtered_events: z.boolean().nullable(),
  last_seen_at: z.string().nullable(),
  volume_30_day: z.number(),
  ...describedFields,
});

const typeOf = ({ propertyType, learnt }: PropertyDefinition): string => propertyType ?? learnt;

function present(
  row: PropertyDefinition,
  users: ReadonlyMap<string, UserRow>,
  seenOn: ReadonlySet<string> | null,
): z.infer<typeof definition> {
  return {
    id: row.id,
    name: row.name,
    ...presentDescription(row, users),
    type: row.type,
    group_type_index: row.groupTypeIndex,
    property_type: typeOf(row),
    is_numerical: typeOf(row) === "Numeric",
    is_seen_on_filtered_events: seenOn === null ? null : seenOn.has(row.name),
    last_seen_at: row.lastSeen === null ? null : isoMicros(row.lastSeen),
    volume_30_day: row.volume,
    sample_count: row.volume,
  };
}

async function single(row: PropertyDefinition, deps: RegionDeps) {
  return present(row, await findUsers(authorsOf([row]), deps.db), null);
}

interface ListFilter {
  readonly properties?: readonly string[] | undefined;
  readonly excluded_properties?: readonly string[] | undefined;
  readonly exclude_core_properties?: string | undefined;
  readonly is_numerical?: string | undefined;
  readonly is_feature_flag?: string | undefined;
}

function fits(row: PropertyDefinition, filter: ListFilter): boolean {
  const { name } = row;
  const flag = name.startsWith("$feature/");
  return (
    (!filter.properties?.length || filter.properties.includes(name)) &&
    !filter.excluded_properties?.includes(name) &&
    !(filter.exclude_core_properties === "true" && name.startsWith("$")) &&
    (filter.is_numerical === undefined || (typeOf(row) === "Numeric") === (filter.is_numerical === "true")) &&
    (filter.is_feature_flag === undefined || flag === (filter.is_feature_flag === "true"))
  );
}

export const PROPERTY_DEFINITION_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("property_definitions/"),
    access: read,
    summary: "Properties that were seen or described, with type and volume learnt from the data",
    tag,
    query: pageQuery.extend({
      type: owners.default("event"),
      search: z.string().optional(),
      properties: nameList.optional(),
      event_names: nameList.optional(),
      filter_by_event_names: truth,
      excluded_properties: nameList.optional(),
      exclude_core_properties: truth,
      exclude_hidden: truth,
      verified: truth,
      tags: nameList.optional(),
      is_numerical: truth,
      is_feature_flag: truth,
      group_type_index: index,
    }),
    response: pageSchema(definition),
    async handler({ c, deps, access, query }) {
      const { type: owner, group_type_index: groupTypeIndex, event_names: events } = query;
      // Without the filter the events only say which properties they have.
      const marked = owner === "event" && events?.length && query.filter_by_event_names === "false";
      const wish = { owner, groupTypeIndex, events: marked ? undefined : events };
      const all = await allPropertyDefinitions(access, wish, deps);
      const kept = all.filter((row) => fits(row, query) && fitsDescription(row, query));
      const page = kept.slice(query.offset, query.offset + query.limit);
      const users = await findUsers(authorsOf(page), deps.db);
      const seen = marked
        ? await allPropertyDefinitions(access, { owner, events }, deps)
        : events?.length
          ? page
          : null;
      const seenOn = seen && new Set(seen.map(({ name }) => name));
      return pageOf(
        c,
        query,
        kept.length,
        page.map((row) => present(row, users, seenOn)),
      );
    },
  }),
  route({
    method: "get",
    paths: underProject("property_definitions/seen_together/"),
    access: read,
    summary: "Which of some events have a property",
    tag,
    query: z.object({ event_names: nameList, property_name: z.string() }),
    response: z.record(z.string(), z.boolean()),
    async handler({ deps, access, query }) {
      const answers = query.event_names.slice(0, 100).map(async (event) => {
        const found = await allPropertyDefinitions(access, { owner: "event", events: [event] }, deps);
        return [
          event,
          found.some(
            ({ name, volume, lastSeen }) => name === query.property_name && (volume > 0 || lastSeen !== null),
          ),
        ];
      });
      return Object.fromEntries(await Promise.all(answers));
    },
  }),
  ...definitionItemRoutes({
    path: "property_definitions",
    scope: "PropertyDefinition",
    noun: "a property",
    body: z.object({ ...describedBody, property_type: types.nullish() }),
    response: definition,
    find: requirePropertyDefinition,
    show: single,
    change: (access, id, { property_type: propertyType, ...rest }, deps) =>
      changePropertyDefinition(access, id, { ...rest, propertyType }, deps),
    remove: deletePropertyDefinition,
  }),
];
