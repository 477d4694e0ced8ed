import { countInsightsNaming } from "@edgewise/db/mysql/repos/insights.ts";
import { findUsers, type UserRow } from "@edgewise/db/mysql/repos/users.ts";
import * as z from "zod";
import type { RegionDeps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { notFound } from "../../../http/errors.ts";
import { pageOf, pageQuery, pageSchema } from "../../../http/page.ts";
import { type ApiRoute, route, underProject } from "../../../http/route.ts";
import { isoMicros } from "../../../http/time.ts";
import {
  allEventDefinitions,
  changeEventDefinition,
  createEventDefinition,
  deleteEventDefinition,
  type EventDefinition,
  requireEventDefinition,
} from "../../../services/definitions/events.ts";
import { requireMember } from "../../../services/users/require-member.ts";
import { presentAuthor, userBasic } from "../users/basic.ts";
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
const read = { kind: "project", scope: "event_definition:read" } as const;
const write = { kind: "project", scope: "event_definition:write" } as const;

const definition = z.looseObject({
  id: z.string(),
  name: z.string(),
  owner: userBasic.nullable(),
  created_at: z.string(),
  last_seen_at: z.string().nullable(),
  volume_30_day: z.number(),
  ...describedFields,
});

const body = z.object({
  ...describedBody,
  /** Number or uuid of a user. */
  owner: z.union([z.number().int(), z.string()]).nullish(),
  default_columns: z.array(z.string().max(400)).max(100).optional(),
});

/** Fields of an action, which lists of definitions mix in elsewhere. */
const NO_ACTION = {
  is_action: false,
  action_id: null,
  is_calculating: false,
  last_calculated_at: null,
  post_to_slack: false,
  media_preview_urls: [],
} as const;

function present(row: EventDefinition, users: ReadonlyMap<string, UserRow>): z.infer<typeof definition> {
  const described = presentDescription(row, users);
  return {
    id: row.id,
    name: row.name,
    ...described,
    ...NO_ACTION,
    owner: presentAuthor(row.owner, users),
    created_at: isoMicros(row.createdAt),
    last_updated_at: described.updated_at,
    last_seen_at: row.lastSeen === null ? null : isoMicros(row.lastSeen),
    default_columns: row.defaultColumns,
    volume_30_day: row.volume,
    query_usage_30_day: null,
  };
}

async function shown(rows: readonly EventDefinition[], deps: RegionDeps) {
  const users = await findUsers([...authorsOf(rows), ...rows.map(({ owner }) => owner)], deps.db);
  return rows.map((row) => present(row, users));
}

const single = async (row: EventDefinition, deps: RegionDeps) => (await shown([row], deps))[0];

async function changeOf(
  access: ProjectAccess,
  { owner, default_columns: defaultColumns, ...rest }: z.output<typeof body>,
  deps: RegionDeps,
) {
  const id =
    owner === undefined || owner === null ? owner : await requireMember(access, owner, "owner", deps);
  return { ...rest, owner: id, defaultColumns };
}

const ORDERINGS: Readonly<Record<string, (a: EventDefinition, b: EventDefinition) => number>> = {
  name: (a, b) => (a.name < b.name ? -1 : 1),
  last_seen_at: (a, b) => (a.lastSeen?.getTime() ?? 0) - (b.lastSeen?.getTime() ?? 0),
  created_at: (a, b) => a.createdAt.getTime() - b.createdAt.getTime(),
  volume_30_day: (a, b) => a.volume - b.volume,
};

function sorted(rows: readonly EventDefinition[], ordering = ""): readonly EventDefinition[] {
  const order = ORDERINGS[ordering.replace(/^-/, "")];
  if (!order) return rows;
  return [...rows].sort((a, b) => (ordering.startsWith("-") ? -order(a, b) : order(a, b)));
}

function fitsType({ name }: EventDefinition, type: string | undefined): boolean {
  if (type === "event_custom") return !name.startsWith("$");
  if (type === "event_posthog") return name.startsWith("$");
  return type !== "action_event";
}

export const EVENT_DEFINITION_ROUTES: readonly ApiRoute[] = [
  route({
    method: "get",
    paths: underProject("event_definitions/"),
    access: read,
    summary: "Events that were seen or described, with their volume",
    tag,
    query: pageQuery.extend({
      search: z.string().optional(),
      event_type: z.string().optional(),
      ordering: z.string().optional(),
      verified: truth,
      tags: nameList.optional(),
      exclude_hidden: truth,
    }),
    response: pageSchema(definition),
    async handler({ c, deps, access, query }) {
      const all = await allEventDefinitions(access, deps);
      const kept = all.filter((row) => fitsType(row, query.event_type) && fitsDescription(row, query));
      const page = sorted(kept, query.ordering).slice(query.offset, query.offset + query.limit);
      return pageOf(c, query, kept.length, await shown(page, deps));
    },
  }),
  route({
    method: "post",
    paths: underProject("event_definitions/"),
    access: write,
    summary: "Describe an event before it is sent",
    tag,
    body: body.extend({ name: z.string().trim().min(1).max(400) }),
    response: definition,
    status: 201,
    async handler({ deps, access, body: { name, ...rest } }) {
      return await single(
        await createEventDefinition(access, name, await changeOf(access, rest, deps), deps),
        deps,
      );
    },
  }),
  route({
    method: "get",
    paths: underProject("event_definitions/by_name/"),
    access: read,
    summary: "An event by its name",
    tag,
    query: z.object({ name: z.string() }),
    response: definition,
    async handler({ deps, access, query }) {
      const found = (await allEventDefinitions(access, deps)).find(({ name }) => name === query.name);
      if (!found) throw notFound();
      return await single(found, deps);
    },
  }),
  route({
    method: "get",
    paths: underProject("event_definitions/:definition/metrics/"),
    access: read,
    summary: "How many saved insights name an event",
    tag,
    response: z.object({ query_usage_30_day: z.number().int() }),
    async handler({ deps, access, param }) {
      const { name } = await requireEventDefinition(access, param("definition"), deps);
      return { query_usage_30_day: await countInsightsNaming(access, deps.db, name) };
    },
  }),
  ...definitionItemRoutes({
    path: "event_definitions",
    scope: "EventDefinition",
    noun: "an event",
    body,
    response: definition,
    find: requireEventDefinition,
    show: single,
    change: async (access, id, given, deps) =>
      changeEventDefinition(access, id, await changeOf(access, given, deps), deps),
    remove: deleteEventDefinition,
  }),
];
