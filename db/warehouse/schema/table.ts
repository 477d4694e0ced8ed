/**
 * Warehouse table definitions: written once, printed as ClickHouse DDL (`ddl.ts`) and as Tinybird data sources
 * (`tinybird-project.ts`). Only features that both have.
 */

/** ClickHouse type in its canonical spelling, e.g. `UInt32`, `LowCardinality(String)`, `DateTime64(3, 'UTC')`. */
export type ColumnType =
  | `${"U" | ""}Int${8 | 16 | 32 | 64}`
  | "Float64"
  | "String"
  | "UUID"
  | "Date"
  | "DateTime('UTC')"
  | "DateTime64(3, 'UTC')"
  | "LowCardinality(String)"
  | "Nullable(Float64)"
  | "Map(LowCardinality(String), String)"
  | `SimpleAggregateFunction(${string}, ${string})`
  | `AggregateFunction(${string}, ${string})`;

export interface Column {
  readonly type: ColumnType;
  /** Compression codec, e.g. `ZSTD(3)`; the server's default otherwise. */
  readonly codec?: string;
  /** SQL expression used when a row lacks the column; the type's zero value otherwise. */
  readonly default?: string;
}

/** A column is its type, or its type with a codec or default. */
export type ColumnSpec = ColumnType | Column;

export type Engine =
  | { readonly kind: "MergeTree" }
  /** Keeps the row with the highest `version` per sort key (any row without it). */
  | { readonly kind: "ReplacingMergeTree"; readonly version?: string }
  | { readonly kind: "AggregatingMergeTree" };

export interface Table {
  readonly name: string;
  readonly description: string;
  readonly columns: Readonly<Record<string, Column>>;
  readonly engine: Engine;
  readonly orderBy: readonly string[];
  /** Prefix of `orderBy` kept in the sparse index; all of it when absent. */
  readonly primaryKey?: readonly string[];
  readonly partitionBy?: string;
  readonly ttl?: string;
  /** Column whose rows must stay on one shard of a cluster: `rand()` when absent. */
  readonly shardBy?: string;
}

interface TableOptions<C extends string> extends Omit<Table, "name" | "columns" | "orderBy" | "primaryKey"> {
  readonly columns: Readonly<Record<C, ColumnSpec>>;
  readonly orderBy: readonly NoInfer<C>[];
  readonly primaryKey?: readonly NoInfer<C>[];
}

/** Declares a table; the compiler checks that its sort key names columns. */
export function defineTable<C extends string>(name: string, options: TableOptions<C>): Table {
  const columns: Record<string, Column> = {};
  for (const [column, spec] of Object.entries<ColumnSpec>(options.columns)) {
    columns[column] = typeof spec === "string" ? { type: spec } : spec;
  }
  return { ...options, name, columns };
}
