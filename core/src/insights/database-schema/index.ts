import * as z from "zod";
import type { JsonObject } from "../../events/types.ts";
import { TABLES } from "../../sql/schema/registry.ts";
import type { FieldDef, LogicalTable } from "../../sql/schema/table.ts";
import type { SqlType } from "../../sql/types.ts";
import { defineKind } from "../define-kind.ts";
import type { QueryKind } from "../query-kind.ts";

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

function describeField(name: string, def: FieldDef): JsonObject {
  const base = {
    name,
    hogql_value: /^[A-Za-z_$][\w$]*$/.test(name) ? name : `\`${name}\``,
    schema_valid: true,
  };
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

const definition: QueryKind<DatabaseSchemaQuery> = {
  kind: "DatabaseSchemaQuery",
  schema,
  compile: () => ({
    ok: true,
    value: {
      run: "none",
      response: {
        tables: Object.fromEntries([...TABLES.values()].map((table) => [table.name, describeTable(table)])),
        joins: [],
      },
    },
  }),
};

/** DatabaseSchemaQuery: the tables and fields that SQL can name. */
export const databaseSchemaQuery = defineKind(definition);
