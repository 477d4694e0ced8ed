import { parseElements } from "@edgewise/core/events/parse-elements.ts";
import * as z from "zod";
import { notFound } from "../../../http/errors.ts";
import { FILTER_EXAMPLE, parseJsonList } from "../../../http/json-list.ts";
import { pageQuery } from "../../../http/page.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import type { ApiContext } from "../../../http/types.ts";
import { type ListedEvent, listEvents } from "../../../services/events/list.ts";

const tag = "events";
const access = { kind: "project", scope: "query:read" } as const;
const text = z.string().optional();

const event = z.object({
  id: z.string(),
  distinct_id: z.string(),
  event: z.string(),
  timestamp: z.string(),
  properties: z.record(z.string(), z.unknown()),
  person: z.record(z.string(), z.unknown()).nullable(),
  elements: z.array(z.unknown()),
  elements_chain: z.string(),
});

function present({ event: stored, person }: ListedEvent): Record<keyof z.infer<typeof event>, unknown> {
  const known = person.uuid !== undefined;
  return {
    id: stored.uuid,
    distinct_id: stored.distinct_id,
    event: stored.event,
    timestamp: stored.timestamp,
    properties: stored.properties,
    person: known
      ? { is_identified: true, distinct_ids: [stored.distinct_id], properties: person.properties }
      : null,
    elements: parseElements(String(stored.elements_chain ?? "")),
    elements_chain: stored.elements_chain ?? "",
  };
}

/**
 * The next page goes on at the time of the last event and skips those of that time that were shown: a batch often
 * has one time for all its events, and none may be lost between two pages.
 */
function nextPage(c: ApiContext, events: readonly ListedEvent[], more: boolean): string | null {
  const times = events.map(({ event: { timestamp } }) => Date.parse(String(timestamp)));
  const last = times.at(-1);
  if (!more || last === undefined) return null;
  const asked = new URL(c.req.url);
  const url = new URL(asked.pathname + asked.search, c.get("deps").config.edgeUrl);
  const before = new Date(last + 1).toISOString();
  const skipped = asked.searchParams.get("before") === before ? Number(asked.searchParams.get("offset")) : 0;
  const shown = times.filter((time) => time === last).length;
  url.searchParams.set("before", before);
  url.searchParams.set("offset", String(skipped + shown));
  url.searchParams.delete("personal_api_key");
  return url.toString();
}

export const EVENT_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("events/"),
    access,
    summary: "Events, newest first (new programs: POST /query/ with an EventsQuery)",
    tag,
    query: pageQuery.extend({
      after: text,
      before: text,
      event: text,
      distinct_id: text,
      person_id: text,
      properties: text,
    }),
    response: z.object({ next: z.string().nullable(), results: z.array(event) }),
    async handler({ c, access: project, deps, query }) {
      const { distinct_id: distinctId, person_id: personId, properties, ...rest } = query;
      const wanted = {
        ...rest,
        distinctId,
        personId,
        properties: parseJsonList("properties", properties, FILTER_EXAMPLE),
      };
      const { events, more } = await listEvents(project, wanted, deps, c.req.raw.signal);
      return { next: nextPage(c, events, more), results: events.map(present) };
    },
  }),
  route({
    method: "get",
    paths: underProject("events/:uuid/"),
    access,
    summary: "One event",
    tag,
    response: event,
    async handler({ c, access: project, deps, param }) {
      const query = { uuid: param("uuid"), properties: [], limit: 1, offset: 0, after: "all" };
      if (!/^[0-9a-f-]{36}$/i.test(query.uuid)) throw notFound();
      const { events } = await listEvents(project, query, deps, c.req.raw.signal);
      if (!events[0]) throw notFound();
      return present(events[0]);
    },
  }),
];
