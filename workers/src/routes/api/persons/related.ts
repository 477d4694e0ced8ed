import { keyOf } from "@edgewise/core/events/identity.ts";
import { allCohorts } from "@edgewise/db/mysql/repos/cohorts.ts";
import * as z from "zod";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { cohortsWith } from "../../../services/cohorts/members.ts";
import { exportPerson } from "../../../services/persons/export.ts";
import { requirePersonBy } from "../../../services/persons/find.ts";
import { merge, previewMerge } from "../../../services/persons/merge.ts";
import { propertyNames } from "../../../services/query/taxonomy/properties.ts";
import { activityRoutes } from "../activity/of-resource.ts";
import { cohortSchema, presentCohorts } from "../cohorts/present.ts";
import { personSchema, presentPerson } from "./present.ts";

const tag = "persons";
const read = { kind: "project", scope: "person:read" } as const;
const write = { kind: "project", scope: "person:write" } as const;

/** What belongs to a person: its cohorts, its history, all its data, and becoming one with another. */
export const PERSON_RELATED_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("persons/cohorts/"),
    access: { kind: "project", scope: "cohort:read" },
    summary: "Cohorts that a person is in, as of their last calculations",
    tag,
    query: z.object({ person_id: z.string() }),
    response: z.object({ results: z.array(cohortSchema) }),
    async handler({ access, deps, query }) {
      const person = await requirePersonBy(access, query.person_id, deps);
      const [ids, all] = await Promise.all([
        cohortsWith(access, keyOf(person.id), deps),
        allCohorts(access, deps.db),
      ]);
      return {
        results: await presentCohorts(
          all.filter(({ id }) => ids.includes(id)),
          access,
          deps,
        ),
      };
    },
  }),
  route({
    method: "get",
    paths: underProject("persons/properties/"),
    access: read,
    summary: "Names of person properties, most frequent first",
    tag,
    response: z.array(z.object({ name: z.string(), count: z.number() })),
    async handler({ access, deps }) {
      const names = await propertyNames(deps, access, { owner: "person" });
      return names.map(({ name, count }) => ({ name, count }));
    },
  }),
  route({
    method: "post",
    paths: underProject("persons/reset_person_distinct_id/"),
    access: write,
    summary: "Let a deleted distinct ID be used again: here it can be at once",
    tag,
    body: z.object({ distinct_id: z.string().min(1) }),
    status: 202,
    response: z.object({ distinct_id: z.string() }),
    handler: ({ body }) => Promise.resolve({ distinct_id: body.distinct_id }),
  }),
  route({
    method: "get",
    paths: underProject("persons/:person/export/"),
    access: read,
    summary: "Everything stored about a person; events in pages of 10,000, oldest first",
    tag,
    query: z.object({ offset: z.coerce.number().int().min(0).catch(0).default(0) }),
    response: z.looseObject({
      person: z.unknown(),
      events: z.array(z.unknown()),
      next_offset: z.number().nullable(),
    }),
    async handler({ access, deps, param, query }) {
      const { document, more } = await exportPerson(access, param("person"), query.offset, deps);
      return { ...document, next_offset: more ? query.offset + 10_000 : null };
    },
  }),
  route({
    method: "get",
    paths: underProject("persons/:person/merge_preview/"),
    access: read,
    summary: "What merging another person into this one would make",
    tag,
    query: z.object({ source: z.string() }),
    response: z.object({
      target: personSchema,
      source: personSchema,
      result: personSchema,
      conflicts: z.array(z.object({ key: z.string(), kept: z.unknown(), dropped: z.unknown() })),
      taken: z.array(z.string()),
    }),
    async handler({ access, deps, param, query }) {
      const preview = await previewMerge(access, param("person"), query.source, deps);
      return {
        target: presentPerson(preview.target, access),
        source: presentPerson(preview.source, access),
        result: presentPerson(preview.result, access),
        conflicts: [...preview.conflicts],
        taken: [...preview.taken],
      };
    },
  }),
  route({
    method: "post",
    paths: underProject("persons/:person/merge/"),
    access: write,
    summary: "Merge another person into this one; can be taken back",
    tag,
    body: z.object({ source: z.string().min(1) }),
    response: personSchema,
    async handler({ access, deps, body, param }) {
      return presentPerson(await merge(access, param("person"), body.source, deps), access);
    },
  }),
  ...activityRoutes({
    path: "persons",
    tag,
    scope: "Person",
    itemId: async (access, id, deps) => (await requirePersonBy(access, id, deps)).id,
  }),
];
