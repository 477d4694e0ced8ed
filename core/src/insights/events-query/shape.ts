import type { JsonObject, JsonValue } from "../../events/types.ts";
import { encoderOf, publicType } from "../encode-rows.ts";
import type { EngineRows } from "../query-kind.ts";
import type { CompiledEvents } from "./compile.ts";

/** The answer of an EventsQuery: one value a requested column, however many were read for it. */
export function shapeEvents({ columns, limit, offset }: CompiledEvents, rows: EngineRows): JsonObject {
  const encoders = rows.columns.map(({ type }) => encoderOf(type));
  const starts = columns.map((_, index) =>
    columns.slice(0, index).reduce((sum, column) => sum + column.exprs.length, 0),
  );
  const results = rows.rows.slice(0, limit).map((row): JsonValue[] => {
    const cells = row.map((cell, index) => encoders[index]?.(cell) ?? null);
    return columns.map((column, index) => {
      const start = starts[index] ?? 0;
      return column.value(cells.slice(start, start + column.exprs.length));
    });
  });
  return {
    results,
    columns: columns.map(({ text }) => text),
    types: columns.map(
      ({ type }, index) => type ?? publicType(rows.columns[starts[index] ?? 0]?.type ?? "String"),
    ),
    hasMore: rows.rows.length > limit,
    limit,
    offset,
  };
}
