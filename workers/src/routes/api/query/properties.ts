import * as z from "zod";
import { invalid } from "../../../http/errors.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import type { Scope } from "../../../http/scopes.ts";
import { type PropertyOwner, propertyValues } from "../../../services/query/taxonomy/properties.ts";
import { sessionProperties } from "../../../services/query/taxonomy/session-properties.ts";

const tag = "definitions";
const index = z.coerce.number().int().min(0).max(4).optional();

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
  valuesOf("events/values/", "event", "query:read"),
  valuesOf("persons/values/", "person", "person:read"),
  valuesOf("sessions/values/", "session", "query:read"),
  valuesOf("groups/property_values/", "group", "group:read"),
];
