import type { Column, Engine, Table } from "./schema/table.ts";
import { type MaterializedView, viewSelect } from "./schema/view.ts";

/** Batches whose deduplication tokens a table remembers. At one batch a second and partition: the last hours. */
const DEDUPLICATION_WINDOW = 10_000;

export interface DdlOptions {
  readonly database: string;
  /** Present: `Replicated…` engines behind `Distributed` tables, `ON CLUSTER` this cluster. */
  readonly cluster?: string;
}

/** Suffix of the table that holds a shard's rows when a cluster is used; the plain name is the Distributed table. */
export const SHARD_SUFFIX = "_shard";

/** CREATE statements of a table: one, or on a cluster the shard's table and the Distributed table over it. */
export function createTable(table: Table, options: DdlOptions): string[] {
  if (options.cluster === undefined) return [createMergeTree(table, table.name, options)];
  const { database, cluster } = options;
  const shard = `${table.name}${SHARD_SUFFIX}`;
  const key = table.shardBy ?? "rand()";
  return [
    createMergeTree(table, shard, options),
    `CREATE TABLE IF NOT EXISTS ${database}.${table.name} ON CLUSTER '${cluster}' AS ${database}.${shard}\n` +
      `ENGINE = Distributed('${cluster}', '${database}', '${shard}', ${key})`,
  ];
}

/** CREATE statement of a materialised view. On a cluster it runs on each shard, over the shard's own rows. */
export function createView(view: MaterializedView, options: DdlOptions): string {
  const suffix = options.cluster === undefined ? "" : SHARD_SUFFIX;
  const to = `${options.database}.${view.to.name}${suffix}`;
  const from = `${options.database}.${view.from.name}${suffix}`;
  return (
    `CREATE MATERIALIZED VIEW IF NOT EXISTS ${options.database}.${view.name}${onCluster(options)} TO ${to} AS\n` +
    viewSelect(view, from)
  );
}

/** One column as it stands in CREATE TABLE or ALTER TABLE ADD COLUMN. */
export function columnClause(name: string, column: Column): string {
  const defaultClause = column.default === undefined ? "" : ` DEFAULT ${column.default}`;
  const codec = column.codec === undefined ? "" : ` CODEC(${column.codec})`;
  return `${name} ${column.type}${defaultClause}${codec}`;
}

function createMergeTree(table: Table, name: string, options: DdlOptions): string {
  const replicated = options.cluster !== undefined;
  const columns = Object.entries(table.columns).map(([column, spec]) => `    ${columnClause(column, spec)}`);
  const window = replicated ? "replicated_deduplication_window" : "non_replicated_deduplication_window";
  return [
    `CREATE TABLE IF NOT EXISTS ${options.database}.${name}${onCluster(options)}\n(\n${columns.join(",\n")}\n)`,
    `ENGINE = ${engineClause(table.engine, replicated)}`,
    ...(table.partitionBy === undefined ? [] : [`PARTITION BY ${table.partitionBy}`]),
    ...(table.primaryKey === undefined ? [] : [`PRIMARY KEY (${table.primaryKey.join(", ")})`]),
    `ORDER BY (${table.orderBy.join(", ")})`,
    ...(table.ttl === undefined ? [] : [`TTL ${table.ttl}`]),
    `SETTINGS ${window} = ${DEDUPLICATION_WINDOW}`,
  ].join("\n");
}

function engineClause(engine: Engine, replicated: boolean): string {
  const version =
    engine.kind === "ReplacingMergeTree" && engine.version !== undefined ? [engine.version] : [];
  const path = replicated ? ["'/clickhouse/tables/{shard}/{database}/{table}'", "'{replica}'"] : [];
  return `${replicated ? "Replicated" : ""}${engine.kind}(${[...path, ...version].join(", ")})`;
}

function onCluster(options: DdlOptions): string {
  return options.cluster === undefined ? "" : ` ON CLUSTER '${options.cluster}'`;
}
