import * as z from "zod";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { invalid } from "../../../http/errors.ts";
import { pageLinks, pageQuery } from "../../../http/page.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { isoMicros } from "../../../http/time.ts";
import { deletePerson, splitPerson } from "../../../services/persons/change.ts";
import { requirePerson } from "../../../services/persons/find.ts";
import { findPersons } from "../../../services/persons/list.ts";
import { displayName, type PersonInfo } from "../../../services/persons/person.ts";

const tag = "persons";
const read = { kind: "project", scope: "person:read" } as const;
const write = { kind: "project", scope: "person:write" } as const;
const text = z.string().optional();

const person = z.object({
  id: z.string(),
  uuid: z.string(),
  name: z.string(),
  distinct_ids: z.array(z.string()),
  properties: z.record(z.string(), z.unknown()),
  created_at: z.string(),
  is_identified: z.boolean(),
});

function present(info: PersonInfo, access: ProjectAccess): z.infer<typeof person> {
  return {
    id: info.id,
    uuid: info.id,
    name: displayName(info, access),
    distinct_ids: [...info.distinctIds],
    properties: info.properties,
    created_at: isoMicros(info.createdAt),
    is_identified: info.isIdentified,
  };
}

export const PERSON_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("persons/"),
    access: read,
    summary: "List persons, newest first",
    tag,
    query: pageQuery.extend({ distinct_id: text, email: text, search: text, properties: text }),
    response: z.object({
      next: z.string().nullable(),
      previous: z.string().nullable(),
      results: z.array(person),
    }),
    async handler({ c, access, deps, query }) {
      const { persons, more } = await findPersons(access, query, deps);
      return { ...pageLinks(c, query, more), results: persons.map((info) => present(info, access)) };
    },
  }),
  route({
    method: "get",
    paths: underProject("persons/:person/"),
    access: read,
    summary: "One person, as events have made it by now",
    tag,
    response: person,
    async handler({ access, deps, param }) {
      return present(await requirePerson(access, param("person"), deps), access);
    },
  }),
  route({
    method: "delete",
    paths: underProject("persons/:person/"),
    access: write,
    summary: "Delete a person; its events stay",
    tag,
    query: z.object({ delete_events: text, delete_recordings: text }),
    status: 202,
    response: z.object({}),
    async handler({ access, deps, param, query }) {
      if (query.delete_events === "true" || query.delete_recordings === "true") {
        throw invalid("delete_events", "Deleting events and recordings with a person is not supported yet.");
      }
      await deletePerson(access, param("person"), deps);
      return {};
    },
  }),
  route({
    method: "post",
    paths: underProject("persons/:person/split/"),
    access: write,
    summary: "Give each distinct ID a person of its own",
    tag,
    body: z.object({ main_distinct_id: z.string().nullish() }),
    response: z.object({ success: z.literal(true), distinct_ids: z.array(z.string()) }),
    status: 201,
    async handler({ access, deps, body, param }) {
      const split = await splitPerson(access, param("person"), body.main_distinct_id ?? null, deps);
      return { success: true, distinct_ids: split };
    },
  }),
];
