import type { ListedPeople } from "@edgewise/core/cohorts/csv.ts";
import type { JsonObject } from "@edgewise/core/events/types.ts";
import { unwrapQuery } from "@edgewise/core/insights/registry.ts";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { ApiError, invalid } from "../../http/errors.ts";
import { answerQuery } from "../query/answer-query.ts";
import { MAX_PEOPLE } from "./find-people.ts";

const COLUMNS: Readonly<Record<string, ListedPeople["by"]>> = {
  person_id: "person_id",
  actor_id: "person_id",
  id: "person_id",
  distinct_id: "distinct_id",
};
/** Queries that name actors: they run inside of an ActorsQuery. */
const ACTOR_SOURCES = /ActorsQuery$/;
const ACTORS_A_PAGE = 10_000;
const ROWS_A_PAGE = 50_000;

/** Everyone that a query names: an ActorsQuery, a query of actors, or SQL with a column of IDs. Throws ApiError. */
export async function peopleOfQuery(
  access: ProjectAccess,
  query: JsonObject,
  deps: RegionDeps,
): Promise<ListedPeople> {
  const unwrapped = unwrapQuery(query);
  if (!unwrapped.ok) throw invalid("query", unwrapped.error.message);
  const { kind, ...asked } = unwrapped.value;
  if (kind === "HogQLQuery")
    return await peopleOfSql(access, String(asked.query ?? ""), unwrapped.value, deps);
  if (!ACTOR_SOURCES.test(kind)) {
    const message = `A static cohort is filled from an ActorsQuery or a HogQLQuery, not from ${kind}.`;
    throw invalid("query__kind", message, "invalid_choice");
  }
  const { orderBy: _, ...own } = asked;
  const actors = kind === "ActorsQuery" ? own : { source: unwrapped.value };
  const page = async (limit: number, offset: number) =>
    await rowsOf(access, { kind: "ActorsQuery", ...actors, select: ["id"], limit, offset }, deps);
  return { by: "person_id", values: (await allPages(page, ACTORS_A_PAGE)).map(([id]) => String(id)) };
}

async function peopleOfSql(
  access: ProjectAccess,
  text: string,
  query: JsonObject,
  deps: RegionDeps,
): Promise<ListedPeople> {
  const probe = await run(access, query, deps);
  const columns = Array.isArray(probe.columns) ? probe.columns.map(String) : [];
  const column = Object.keys(COLUMNS).find((name) => columns.includes(name));
  const by = column === undefined ? undefined : COLUMNS[column];
  if (column === undefined || by === undefined) {
    const message = `The query must have a column person_id, actor_id, id or distinct_id; it has ${columns.join(", ")}.`;
    throw invalid("query", message);
  }
  const inner = text.replace(/[\s;]+$/, "");
  const page = async (limit: number, offset: number) => {
    const sql = `select ${column} from (${inner}\n) group by ${column} order by ${column} limit ${limit} offset ${offset}`;
    return await rowsOf(access, { ...query, query: sql }, deps);
  };
  return { by, values: (await allPages(page, ROWS_A_PAGE)).map(([value]) => String(value)) };
}

async function allPages(
  page: (limit: number, offset: number) => Promise<unknown[][]>,
  size: number,
): Promise<unknown[][]> {
  const all: unknown[][] = [];
  for (let offset = 0; offset <= MAX_PEOPLE; offset += size) {
    const rows = await page(size, offset);
    for (const row of rows) all.push(row);
    if (rows.length < size) break;
  }
  return all;
}

async function rowsOf(access: ProjectAccess, query: JsonObject, deps: RegionDeps): Promise<unknown[][]> {
  const { results } = await run(access, query, deps);
  return Array.isArray(results) ? (results as unknown[][]) : [];
}

async function run(access: ProjectAccess, query: JsonObject, deps: RegionDeps): Promise<JsonObject> {
  const request = { query: query as JsonObject & { kind: string }, refresh: "force_blocking" as const };
  try {
    return await answerQuery(deps, access, request, new AbortController().signal);
  } catch (error) {
    if (error instanceof ApiError && error.status === 400) throw invalid("query", error.message);
    throw error;
  }
}
