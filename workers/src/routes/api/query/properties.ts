import { derivedUuid } from "@edgewise/core/events/identity.ts";
import * as z from "zod";
import { invalid } from "../../../http/errors.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import type { Scope } from "../../../http/scopes.ts";
import {
  type PropertyName,
  type PropertyOwner,
  propertyNames,
  propertyValues,
} from "../../../services/query/taxonomy/properties.ts";
import { sessionProperties } from "../../../services/query/taxonomy/session-properties.ts";

const tag = "definitions";
const owners = z.enum(["event", "person", "group", "session"]);
const index = z.coerce.number().int().min(0).max(4).optional();

const definition = z.looseObject({
  id: z.string(),
  name: z.string(),
  is_numerical: z.boolean(),
  property_type: z.string().nullable(),
});

/** A JSON list of texts in the query string, e.g. `["$pageview"]`; also one plain name. */
const names = z.string().transform((text, context): string[] => {
  if (!text.startsWith("[")) return text === "" ? [] : [text];
  try {
    return z.array(z.string()).parse(JSON.parse(text));
  } catch {
    context.addIssue("This must be a JSON list of names.");
    return z.NEVER;
  }
});

const list = route({
  method: "get",
  paths: underProject("property_definitions/"),
  access: { kind: "project", scope: "property_definition:read" },
  summary: "Property names with their type, from a sample of the data",
  tag,
  query: pageQuery.extend({
    type: owners.default("event"),
    search: z.string().optional(),
    properties: z.string().optional(),
    event_names: names.optional(),
    excluded_properties: names.optional(),
    is_numerical: z.enum(["true", "false"]).optional(),
    is_feature_flag: z.enum(["true", "false"]).optional(),
    group_type_index: index,
  }),
  response: pageSchema(definition),
  handler: async ({ c, deps, access, query }) => {
    const found = await propertyNames(deps, access, {
      owner: query.type,
      groupTypeIndex: query.group_type_index,
      events: query.event_names,
    });
    const kept = found.filter((property) => matches(property, query));
    const shown = kept.slice(query.offset, query.offset + query.limit);
    const results = shown.map((property) => present(access.environmentId, query.type, property));
    return pageOf(c, query, kept.length, results);
  },
});

interface ListFilter {
  readonly search?: string | undefined;
  readonly properties?: string | undefined;
  readonly excluded_properties?: readonly string[] | undefined;
  readonly is_numerical?: string | undefined;
  readonly is_feature_flag?: string | undefined;
}

function matches({ name, type }: PropertyName, filter: ListFilter): boolean {
  const wanted = filter.properties?.split(",").filter(Boolean) ?? [];
  const flag = name.startsWith("$feature/");
  return (
    name.toLowerCase().includes((filter.search ?? "").toLowerCase()) &&
    (wanted.length === 0 || wanted.includes(name)) &&
    !filter.excluded_properties?.includes(name) &&
    (filter.is_numerical === undefined || (type === "Numeric") === (filter.is_numerical === "true")) &&
    (filter.is_feature_flag === undefined || flag === (filter.is_feature_flag === "true"))
  );
}

function present(environmentId: number, owner: PropertyOwner, { name, type, count }: PropertyName) {
  return {
    id: derivedUuid(`${environmentId}:property_definition:${owner}:${name}`),
    name,
    description: "",
    tags: [],
    is_numerical: type === "Numeric",
    property_type: type,
    updated_at: null,
    updated_by: null,
    is_seen_on_filtered_events: null,
    verified: false,
    verified_at: null,
    verified_by: null,
    hidden: false,
    sample_count: count,
  };
}

const valuesOf = (path: string, owner: PropertyOwner, scope: Scope) =>
  route({
    method: "get",
    paths: underProject(path),
    access: { kind: "project", scope },
    summary: `Values of a property of ${owner}s, most frequent first`,
    tag,
    query: z.object({
      key: z.string().min(1).max(400),
      value: z.string().optional(),
      event_name: names.optional(),
      group_type_index: index,
    }),
    response: z.array(z.object({ name: z.string(), count: z.number() })),
    handler: async ({ deps, access, query }) => {
      if (owner === "session" && !sessionProperties().some(({ name }) => name === query.key)) {
        throw invalid("key", `"${query.key}" is not a property of sessions.`);
      }
      const values = await propertyValues(deps, access, {
        owner,
        key: query.key,
        search: query.value,
        events: query.event_name,
        groupTypeIndex: query.group_type_index,
      });
      return values.map(({ value, count }) => ({ name: value, count }));
    },
  });

export const PROPERTY_ROUTES: readonly ApiRoute[] = [
  list,
  valuesOf("events/values/", "event", "query:read"),
  valuesOf("persons/values/", "person", "person:read"),
  valuesOf("sessions/values/", "session", "query:read"),
  valuesOf("groups/property_values/", "group", "group:read"),
];
