import type { DdlOptions } from "../ddl.ts";
import { MIGRATIONS } from "./index.ts";
import type { Migration } from "./migration.ts";

/** What a migration needs of a ClickHouse: run a statement, or read the first column of a SELECT. */
export interface MigrationTarget {
  execute(sql: string): Promise<void>;
  firstColumn(sql: string): Promise<readonly string[]>;
}

export class WarehouseTooNewError extends Error {
  override readonly name = "WarehouseTooNewError";
}

/**
 * Brings the warehouse to the newest version (or `upTo`) and returns the versions that were applied now. Throws
 * {@link WarehouseTooNewError} when a newer release wrote the data: migrations only go forward.
 */
export async function migrate(
  target: MigrationTarget,
  options: DdlOptions,
  upTo = Number.POSITIVE_INFINITY,
): Promise<number[]> {
  const { database } = options;
  const on = options.cluster === undefined ? "" : ` ON CLUSTER '${options.cluster}'`;
  await target.execute(`CREATE DATABASE IF NOT EXISTS ${database}${on}`);
  await target.execute(bookkeepingTable(options));
  const read = await target.firstColumn(
    `SELECT DISTINCT version FROM ${database}.schema_migrations ORDER BY version`,
  );
  const done = new Set(read.map(Number));
  refuseNewer(done, database);

  const applied: number[] = [];
  for (const migration of MIGRATIONS) {
    if (done.has(migration.version) || migration.version > upTo) continue;
    await apply(target, migration, options);
    applied.push(migration.version);
  }
  return applied;
}

async function apply(target: MigrationTarget, migration: Migration, options: DdlOptions): Promise<void> {
  for (const statement of migration.statements(options)) await target.execute(statement);
  await target.execute(
    `INSERT INTO ${options.database}.schema_migrations (version, name) ` +
      `VALUES (${migration.version}, '${migration.name}')`,
  );
}

function refuseNewer(done: ReadonlySet<number>, database: string): void {
  const newest = MIGRATIONS.at(-1)?.version ?? 0;
  const found = Math.max(0, ...done);
  if (found > newest) {
    throw new WarehouseTooNewError(
      `The warehouse database "${database}" is at version ${found}, but this release knows only ${newest}: ` +
        "start the release that wrote it, or use another data folder.",
    );
  }
}

function bookkeepingTable({ database, cluster }: DdlOptions): string {
  const on = cluster === undefined ? "" : ` ON CLUSTER '${cluster}'`;
  const engine =
    cluster === undefined
      ? "MergeTree"
      : "ReplicatedMergeTree('/clickhouse/tables/{database}/{table}', '{shard}-{replica}')";
  return (
    `CREATE TABLE IF NOT EXISTS ${database}.schema_migrations${on}\n` +
    "(version UInt32, name String, applied_at DateTime('UTC') DEFAULT now())\n" +
    `ENGINE = ${engine} ORDER BY version`
  );
}
