import { derivedUuid } from "@edgewise/core/events/identity.ts";
import * as z from "zod";
import { notFound } from "../../../http/errors.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { isoMicros } from "../../../http/time.ts";
import { type EventName, eventNames } from "../../../services/query/taxonomy/events.ts";

const tag = "definitions";
const access = { kind: "project", scope: "event_definition:read" } as const;

const definition = z.looseObject({
  id: z.string(),
  name: z.string(),
  created_at: z.string(),
  last_seen_at: z.string(),
  volume_30_day: z.number(),
});

/** What nobody has described yet: the editable fields of a definition with their defaults. */
const UNDESCRIBED = {
  owner: null,
  description: "",
  tags: [],
  updated_at: null,
  updated_by: null,
  last_updated_at: null,
  verified: false,
  verified_at: null,
  verified_by: null,
  hidden: false,
  is_action: false,
  action_id: null,
  is_calculating: false,
  last_calculated_at: null,
  created_by: null,
  post_to_slack: false,
  default_columns: [],
} as const;

function present(environmentId: number, { name, volume, firstSeen, lastSeen }: EventName) {
  return {
    ...UNDESCRIBED,
    id: derivedUuid(`${environmentId}:event_definition:${name}`),
    name,
    created_at: isoMicros(firstSeen),
    last_seen_at: isoMicros(lastSeen),
    volume_30_day: volume,
  };
}

const TYPES = { event_custom: "custom", event_posthog: "posthog" } as const;

const ORDERINGS: Readonly<Record<string, (a: EventName, b: EventName) => number>> = {
  name: (a, b) => (a.name < b.name ? -1 : 1),
  "-name": (a, b) => (a.name < b.name ? 1 : -1),
  last_seen_at: (a, b) => a.lastSeen.getTime() - b.lastSeen.getTime(),
  "-last_seen_at": (a, b) => b.lastSeen.getTime() - a.lastSeen.getTime(),
};

const list = route({
  method: "get",
  paths: underProject("event_definitions/"),
  access,
  summary: "Event names with their volume, from the data",
  tag,
  query: pageQuery.extend({
    search: z.string().optional(),
    event_type: z.string().optional(),
    ordering: z.string().optional(),
  }),
  response: pageSchema(definition),
  handler: async ({ c, deps, access, query }) => {
    const type = TYPES[query.event_type as keyof typeof TYPES];
    const names = await eventNames(deps, access, { search: query.search, type });
    const order = ORDERINGS[query.ordering ?? ""];
    const sorted = order ? [...names].sort(order) : names;
    const shown = sorted.slice(query.offset, query.offset + query.limit);
    return pageOf(
      c,
      query,
      names.length,
      shown.map((name) => present(access.environmentId, name)),
    );
  },
});

const byName = route({
  method: "get",
  paths: underProject("event_definitions/by_name/"),
  access,
  summary: "One event name",
  tag,
  query: z.object({ name: z.string() }),
  response: definition,
  handler: async ({ deps, access, query }) => {
    const [found] = await eventNames(deps, access, { name: query.name });
    if (!found) throw notFound();
    return present(access.environmentId, found);
  },
});

export const EVENT_DEFINITION_ROUTES: readonly ApiRoute[] = [byName, list];
