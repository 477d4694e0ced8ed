import type { JsonObject } from "../../events/types.ts";
import { encoderOf, publicType } from "../encode-rows.ts";
import type { EngineRows } from "../query-kind.ts";
import { type ActorColumn, exprCell } from "./columns.ts";
import type { Face } from "./face.ts";
import { stranger } from "./read-faces.ts";
import type { Recordings } from "./recordings.ts";

export interface ShownPage {
  /** Columns as they were asked for, and what they are. */
  readonly select: readonly string[];
  readonly columns: readonly ActorColumn[];
  readonly group: number | undefined;
  readonly aggregated: boolean;
  readonly limit: number;
  readonly offset: number;
}

/** Rows of a page of actors; `faces` undefined when none were needed. */
export function shapeActors(
  { select, columns, group, aggregated, limit, offset }: ShownPage,
  page: EngineRows,
  faces: ReadonlyMap<string, Face> | undefined,
  recordings?: Recordings,
): JsonObject {
  const encoders = page.columns.map(({ type }) => encoderOf(type));
  const shown = page.rows.slice(0, limit).map((row) => {
    const [key, uuid] = aggregated ? ["", ""] : row.map(String);
    const id = (group === undefined ? uuid : key) ?? "";
    const stored = faces?.get(key ?? "") ?? stranger(id, group);
    const face = stored.id === "" ? { ...stored, id } : stored;
    const values = row.map((value, index) => encoders[index]?.(value) ?? null);
    const watched = recordings?.get(key ?? "") ?? [];
    return { face, watched, cells: aggregated ? values : values.slice(2) };
  });
  const results = shown.map(({ face, watched, cells }) => {
    const rest = [...cells];
    return columns.map((column) => {
      if (column.kind === "expr") return exprCell(column, rest.shift() ?? null);
      if (column.kind === "recordings") return [...watched];
      return column.kind === "face" ? column.cell(face) : column.cell;
    });
  });
  return {
    columns: [...select],
    results,
    types: typesOf(columns, aggregated, page),
    missing_actors_count: faces ? shown.filter(({ face }) => !face.known).length : 0,
    hogql: page.hogql,
    limit,
    offset,
    hasMore: page.rows.length > limit,
  };
}

function typesOf(columns: readonly ActorColumn[], aggregated: boolean, page: EngineRows): string[] {
  const read = page.columns.slice(aggregated ? 0 : 2);
  return columns.map((column) =>
    column.kind === "expr" ? publicType(read.shift()?.type ?? "String") : column.type,
  );
}
