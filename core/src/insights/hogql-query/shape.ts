import type { JsonObject } from "../../events/types.ts";
import { encoderOf, publicType } from "../encode-rows.ts";
import type { EngineRows } from "../query-kind.ts";

/** The answer of a HogQLQuery (API.md 2.1). With the default limit it says whether there are more rows. */
export function shapeHogQL(query: string, columns: readonly string[], rows: EngineRows): JsonObject {
  const encoders = rows.columns.map(({ type }) => encoderOf(type));
  const names = rows.columns.map(({ name }, index) => columns[index] ?? name);
  const limited = rows.defaulted && rows.limit !== undefined;
  const kept = limited ? rows.rows.slice(0, rows.limit) : rows.rows;
  return {
    results: kept.map((row) => row.map((cell, index) => (encoders[index] ?? encoderOf("String"))(cell))),
    columns: names,
    types: rows.columns.map(({ type }, index) => [names[index] ?? "", publicType(type)]),
    query,
    explain: null,
    metadata: null,
    ...(limited
      ? { hasMore: rows.rows.length > (rows.limit ?? 0), limit: rows.limit ?? 0, offset: rows.offset ?? 0 }
      : {}),
  };
}
