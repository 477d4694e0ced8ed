import * as z from "zod";
import type { JsonObject } from "../../events/types.ts";
import { TABLES } from "../../sql/schema/registry.ts";
import type { FieldDef, LogicalTable } from "../../sql/schema/table.ts";
import type { SqlType } from "../../sql/types.ts";
import { defineKind } from "../define-kind.ts";
import type { QueryKind, SavedView } from "../query-kind.ts";

const schema = z.looseObject({ kind: z.literal("DatabaseSchemaQuery") });
type DatabaseSchemaQuery = z.infer<typeof schema>;

const PUBLIC_TYPES: Readonly<Record<SqlType, string>> = {
  string: "string",
  number: "float",
  bool: "boolean",
  datetime: "datetime",
  date: "date",
  uuid: "string",
  array: "array",
  tuple: "array",
  map: "json",
  json: "json",
  interval: "string",
  unknown: "unknown",
};

const named = (name: string) => ({
  name,
  hogql_value: /^[A-Za-z_$][\w$]*$/.test(name) ? name : `\`${name}\``,
  schema_valid: true,
});

function describeField(name: string, def: FieldDef): JsonObject {
  const base = named(name);
  switch (def.kind) {
    case "column":
    case "personOfEvent":
      return { ...base, type: PUBLIC_TYPES[def.type] };
    case "properties":
      return { ...base, type: "json" };
    case "link":
      return { ...base, type: "lazy_table", table: def.table };
    case "virtual":
      return { ...base, type: "virtual_table", table: name, fields: Object.keys(def.fields) };
    case "path":
      return { ...base, type: "field_traverser", chain: [...def.chain] };
  }
}

function describeTable(table: LogicalTable): JsonObject {
  const fields = Object.entries(table.fields).map(([name, def]) => [name, describeField(name, def)]);
  return { type: "posthog", id: table.name, name: table.name, fields: Object.fromEntries(fields) };
}

/** Types of the answer of a view as a field's. */
const VIEW_TYPES: readonly (readonly [RegExp, string])[] = [
  [/^(?:U?Int)/i, "integer"],
  [/^Float/i, "float"],
  [/^Decimal/i, "decimal"],
  [/^DateTime/i, "datetime"],
  [/^Date/i, "date"],
  [/^Bool/i, "boolean"],
  [/^(?:Array|Tuple)/i, "array"],
  [/^(?:Map|JSON)/i, "json"],
  [/^(?:String|UUID|FixedString|Enum)/i, "string"],
];

function describeView({ name, columns }: SavedView): JsonObject {
  const fields = columns.map(({ name: column, type }) => {
    const plain = type.replace(/^(?:Nullable|LowCardinality)\((.*)\)$/, "$1");
    const public_type = VIEW_TYPES.find(([pattern]) => pattern.test(plain))?.[1] ?? "unknown";
    return [column, { ...named(column), type: public_type }];
  });
  return { type: "view", id: name, name, fields: Object.fromEntries(fields) };
}

const definition: QueryKind<DatabaseSchemaQuery> = {
  kind: "DatabaseSchemaQuery",
  schema,
  compile: (_query, { savedViews = [] }) => ({
    ok: true,
    value: {
      run: "none",
      response: {
        tables: Object.fromEntries([
          ...[...TABLES.values()].map((table) => [table.name, describeTable(table)]),
          ...savedViews.map((view) => [view.name, describeView(view)]),
        ]),
        joins: [],
      },
    },
  }),
};

/** DatabaseSchemaQuery: the tables and fields that SQL can name. */
export const databaseSchemaQuery = defineKind(definition);
