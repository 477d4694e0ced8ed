import { call, compare, desc, field, instant, select } from "@edgewise/core/sql/build.ts";
import { findAction } from "@edgewise/db/mysql/repos/actions.ts";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid, notFound } from "../../http/errors.ts";
import { groupTypesOf } from "../groups/types.ts";
import { type PropertyNamesQuery, propertyNames, propertyValues } from "../query/taxonomy/properties.ts";
import { readRows } from "../warehouse/read.ts";
import { textTable } from "./text-table.ts";

export interface TaxonomyQuery {
  readonly kind: string;
  readonly limit: number;
  readonly offset: number;
  readonly event_name?: string | undefined;
  readonly property_name?: string | undefined;
  /** `person`, `session` or the name of a group type; plurals too. */
  readonly entity?: string | undefined;
  readonly action_id?: number | undefined;
}

const SINCE_MS = 30 * 86_400_000;

type Owner = (access: ProjectAccess, query: TaxonomyQuery, deps: RegionDeps) => Promise<PropertyNamesQuery>;

/** Whose properties a kind asks for. */
const OWNERS: Readonly<Record<string, Owner>> = {
  event: async (_access, query) => ({ owner: "event", events: [required(query, "event_name")] }),
  entity: entityOf,
  action: async (access, query, deps) => ({ owner: "event", events: await eventsOf(access, query, deps) }),
};

/** Names and values that a project's data has, as a text table: of events, or of properties by their owner. */
export async function readTaxonomy(
  access: ProjectAccess,
  query: TaxonomyQuery,
  deps: RegionDeps,
): Promise<string> {
  if (query.kind === "events") return await readEvents(access, query, deps);
  const [, kind = "", values] = /^(event|entity|action)_propert(?:ies|y_(values))$/.exec(query.kind) ?? [];
  const ownerOf = OWNERS[kind];
  if (!ownerOf) {
    const known = `"events", ${Object.keys(OWNERS)
      .map((name) => `"${name}_properties", "${name}_property_values"`)
      .join(", ")}`;
    throw invalid("args__query__kind", `"${query.kind}" is not known: use ${known}.`, "invalid_choice");
  }
  const owner = await ownerOf(access, query, deps);
  if (values) {
    const found = await propertyValues(deps, access, { ...owner, key: required(query, "property_name") });
    return textTable(
      ["value", "count"],
      found.map(({ value, count }) => [value, count]),
      false,
    );
  }
  const names = await propertyNames(deps, access, owner);
  const page = names.slice(query.offset, query.offset + query.limit);
  return textTable(
    ["property", "type", "count in sample"],
    page.map(({ name, type, count }) => [name, type, count]),
    false,
  );
}

async function readEvents(access: ProjectAccess, query: TaxonomyQuery, deps: RegionDeps): Promise<string> {
  const total = call("count");
  const rows = await readRows(
    access,
    select({
      select: [field("event"), total],
      from: "events",
      where: compare(field("timestamp"), ">=", instant(deps.now().getTime() - SINCE_MS)),
      groupBy: [field("event")],
      orderBy: [desc(total)],
      limit: query.limit,
      offset: query.offset,
    }),
    deps,
  );
  return textTable(["event", "count in 30 days"], rows, false);
}

async function entityOf(
  access: ProjectAccess,
  query: TaxonomyQuery,
  deps: RegionDeps,
): Promise<PropertyNamesQuery> {
  const entity = required(query, "entity");
  const is = (name: string) => entity === name || entity === `${name}s`;
  if (is("person") || entity === "people") return { owner: "person" };
  if (is("session")) return { owner: "session" };
  const types = await groupTypesOf(access.projectId, deps);
  const type = types.find(({ group_type }) => is(group_type));
  if (type) return { owner: "group", groupTypeIndex: type.group_type_index };
  const known = ["person", "session", ...types.map(({ group_type }) => group_type)].join(", ");
  throw invalid("args__query__entity", `"${entity}" is not known: use ${known}.`, "invalid_choice");
}

/** Events that an action's steps name; none when a step takes any event. */
async function eventsOf(access: ProjectAccess, query: TaxonomyQuery, deps: RegionDeps): Promise<string[]> {
  if (query.action_id === undefined) throw missing("action_id");
  const action = await findAction(access, deps.db, query.action_id);
  if (!action || action.deleted) throw notFound(`There is no action ${query.action_id}.`);
  const names = action.steps.map(({ event }) => event);
  return names.every((name) => typeof name === "string") ? [...new Set(names)] : [];
}

const missing = (name: string) => invalid(`args__query__${name}`, "This field is required.", "required");

function required(query: TaxonomyQuery, name: "event_name" | "property_name" | "entity"): string {
  const value = query[name];
  if (value === undefined) throw missing(name);
  return value;
}
