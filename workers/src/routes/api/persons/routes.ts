import * as z from "zod";
import { invalid } from "../../../http/errors.ts";
import { pageLinks, pageQuery } from "../../../http/page.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { deletePerson, splitPerson } from "../../../services/persons/change.ts";
import { requirePerson } from "../../../services/persons/find.ts";
import { findPersons } from "../../../services/persons/list.ts";
import { personSchema, presentPerson } from "./present.ts";

const tag = "persons";
const read = { kind: "project", scope: "person:read" } as const;
const write = { kind: "project", scope: "person:write" } as const;
const text = z.string().optional();

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
      results: z.array(personSchema),
    }),
    async handler({ c, access, deps, query }) {
      const { persons, more } = await findPersons(access, query, deps);
      return { ...pageLinks(c, query, more), results: persons.map((info) => presentPerson(info, access)) };
    },
  }),
  route({
    method: "get",
    paths: underProject("persons/:person/"),
    access: read,
    summary: "One person, as events have made it by now",
    tag,
    response: personSchema,
    async handler({ access, deps, param }) {
      return presentPerson(await requirePerson(access, param("person"), deps), access);
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
