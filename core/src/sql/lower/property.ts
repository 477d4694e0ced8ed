import { mapIndex, PROPERTY_COLUMN_BY_NAME } from "../../events/properties.ts";
import type { PropertyType } from "../context.ts";
import { bound, joinSql, type Sql, sql } from "../fragment.ts";
import type { Lowered } from "../types.ts";

export type PropertyPath = readonly (string | number)[];

const key = (part: string | number): Sql =>
  typeof part === "number" ? bound("Int64", part) : bound("String", part);

/** Text at a path of a JSON text: NULL when missing, JSON null or ''. Objects, arrays and numbers as JSON text. */
export function jsonText(json: Sql, path: PropertyPath): Sql {
  return sql`nullIf(JSONExtract(${json}, ${joinSql(path.map(key), ", ")}, 'Nullable(String)'), '')`;
}

/** An event property in its typed column or hashed map. `read` gives a physical column. */
export function eventProperty(path: PropertyPath, read: (name: string, template: string) => Sql): Lowered {
  const [first, ...rest] = path;
  const name = String(first);
  const typed = PROPERTY_COLUMN_BY_NAME.get(name);
  if (typed?.type === "float" && rest.length === 0) {
    return {
      sql: read(typed.column, `@.${typed.column}`),
      type: "number",
      nullable: true,
      isConstant: false,
    };
  }
  const map = `m${mapIndex(name)}`;
  const raw = typed
    ? typed.type === "float"
      ? sql`ifNull(toString(${read(typed.column, `@.${typed.column}`)}), '')`
      : read(typed.column, `@.${typed.column}`)
    : sql`${read(map, `@.${map}`)}[${bound("String", name)}]`;
  return rest.length === 0 ? rawProperty(raw) : textProperty(jsonText(raw, rest));
}

export const rawProperty = (raw: Sql): Lowered => ({
  ...textProperty(sql`nullIf(${raw}, '')`),
  raw,
});

export const textProperty = (text: Sql): Lowered => ({
  sql: text,
  type: "string",
  nullable: true,
  isConstant: false,
  property: true,
});

/** Applies a property definition: numbers, booleans and datetimes instead of text; `text` keeps the original. */
export function typedProperty(lowered: Lowered, type: PropertyType | undefined, timezone: string): Lowered {
  if (lowered.type !== "string") return lowered;
  switch (type) {
    case "Numeric":
      return { ...numeric(lowered), text: lowered };
    case "Boolean": {
      const truth = sql`transform(${lowered.sql}, ['true', 'false'], [true, false], NULL)`;
      return { sql: truth, type: "bool", nullable: true, isConstant: false, text: lowered };
    }
    case "DateTime": {
      const time = sql`parseDateTime64BestEffortOrNull(${lowered.sql}, 6, ${bound("String", timezone)})`;
      return { sql: time, type: "datetime", nullable: true, isConstant: false, text: lowered };
    }
    default:
      return lowered;
  }
}

/** Text read as a number; NULL when it is none. */
export function numeric(lowered: Lowered): Lowered {
  if (!lowered.property || lowered.type !== "string") return lowered;
  const from = lowered.raw ?? lowered.sql;
  return {
    sql: sql`accurateCastOrNull(${from}, 'Float64')`,
    type: "number",
    nullable: true,
    isConstant: false,
  };
}
