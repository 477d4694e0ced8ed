import type { JsonObject, JsonValue } from "../../events/types.ts";
import type { EngineRows } from "../query-kind.ts";
import { PERSON_COLUMNS } from "./compile.ts";

type Person = Readonly<Record<(typeof PERSON_COLUMNS)[number], unknown>>;

/** A cell of the answer, by the name it is selected with. */
export const CELLS: Readonly<Record<string, (person: Person) => JsonValue>> = {
  actor: personCell,
  person: personCell,
  id: ({ id }) => String(id),
  created_at: ({ known, created_at }) => (known ? (created_at as JsonValue) : null),
  "person.$delete": () => 1,
  matched_recordings: () => [],
};

/** Rows of the columns that were selected. */
export function shapeActors(
  columns: readonly string[],
  limit: number,
  offset: number,
  { rows, hogql }: EngineRows,
): JsonObject {
  const persons = rows
    .slice(0, limit)
    .map((row) => Object.fromEntries(PERSON_COLUMNS.map((name, index) => [name, row[index]])) as Person);
  return {
    columns: [...columns],
    results: persons.map((person) => columns.map((column) => CELLS[column]?.(person) ?? null)),
    missing_actors_count: persons.filter(({ known }) => !known).length,
    hogql,
    limit,
    offset,
    hasMore: rows.length > limit,
  };
}

function personCell(person: Person): JsonValue {
  const { id, known, properties, is_identified, created_at, distinct_ids } = person;
  if (!known) return { id: String(id), distinct_ids: distinct_ids as JsonValue };
  return {
    id: String(id),
    properties: parsed(properties),
    is_identified: Boolean(is_identified),
    created_at: created_at as JsonValue,
    distinct_ids: distinct_ids as JsonValue,
  };
}

function parsed(properties: unknown): JsonValue {
  if (typeof properties !== "string") return (properties ?? {}) as JsonValue;
  try {
    return JSON.parse(properties) as JsonValue;
  } catch {
    return {};
  }
}
