/** Tables and columns of the query language, for completion until the server's answer is there. */
export const BASE_SCHEMA: Readonly<Record<string, readonly string[]>> = {
  events: [
    "uuid",
    "event",
    "timestamp",
    "created_at",
    "distinct_id",
    "person_id",
    "properties",
    "elements_chain",
    "person",
    "session",
  ],
  persons: ["id", "properties", "created_at", "is_identified"],
  person_distinct_ids: ["distinct_id", "person_id"],
  groups: ["index", "key", "properties", "created_at", "updated_at"],
  sessions: [
    "session_id",
    "distinct_id",
    "$start_timestamp",
    "$end_timestamp",
    "$entry_current_url",
    "$session_duration",
  ],
};

interface SchemaAnswer {
  readonly tables?: Readonly<Record<string, { readonly fields?: Readonly<Record<string, unknown>> }>>;
}

/** Column names by table of a `DatabaseSchemaQuery` answer; the built-in list when the answer has none. */
export function toSchema(answer: SchemaAnswer): Readonly<Record<string, readonly string[]>> {
  const tables = Object.entries(answer.tables ?? {});
  if (tables.length === 0) return BASE_SCHEMA;
  return Object.fromEntries(tables.map(([name, table]) => [name, Object.keys(table.fields ?? {})]));
}
