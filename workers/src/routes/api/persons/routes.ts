import * as z from "zod";
import { csvOf } from "../../../http/csv.ts";
import { pageLinks, pageQuery } from "../../../http/page.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { requirePersonBy } from "../../../services/persons/find.ts";
import { findPersons } from "../../../services/persons/list.ts";
import { personSchema, presentPerson } from "./present.ts";

const tag = "persons";
const read = { kind: "project", scope: "person:read" } as const;
const text = z.string().optional();

export const PERSON_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("persons/"),
    access: read,
    summary: "List persons, newest first; `format=csv` as a table",
    tag,
    query: pageQuery.extend({
      distinct_id: text,
      email: text,
      search: text,
      properties: text,
      cohort: z.coerce.number().int().optional().catch(undefined),
      format: z.enum(["json", "csv"]).optional().catch(undefined),
    }),
    response: z.object({
      next: z.string().nullable(),
      previous: z.string().nullable(),
      results: z.array(personSchema),
    }),
    async handler({ c, access, deps, query }) {
      const { persons, more } = await findPersons(access, query, deps);
      const results = persons.map((info) => presentPerson(info, access));
      if (query.format !== "csv") return { ...pageLinks(c, query, more), results };
      const rows = results.map(({ properties, distinct_ids, ...person }) => ({
        ...person,
        distinct_id: distinct_ids[0] ?? "",
        ...Object.fromEntries(Object.entries(properties).map(([key, value]) => [`properties.${key}`, value])),
      }));
      return new Response(csvOf(rows), { headers: { "content-type": "text/csv; charset=utf-8" } });
    },
  }),
  route({
    method: "get",
    paths: underProject("persons/:person/"),
    access: read,
    summary: "One person by id or distinct id, as events have made it by now",
    tag,
    response: personSchema,
    async handler({ access, deps, param }) {
      return presentPerson(await requirePersonBy(access, param("person"), deps), access);
    },
  }),
];
