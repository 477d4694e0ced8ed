import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Client } from "@planetscale/database";
import { createClient, type DatabaseConfig, errorNumber } from "./client.ts";

/** What a statement that was cut off after it took effect answers when it runs again: it is done. */
const ALREADY_DONE = new Set([1050, 1060, 1061, 1091]);

export interface MigrationResult {
  /** Names of the migrations that this run finished. */
  readonly applied: readonly string[];
}

/**
 * Brings a database to the newest schema: forward only, statement by statement.
 *
 * MySQL commits each DDL statement by itself, so progress is noted per statement: a run that was cut off goes on where
 * it stopped. Throws when a finished migration's file has disappeared (the code is older than the data).
 */
export async function migrate(
  config: DatabaseConfig,
  folder: string = join(import.meta.dirname, "migrations"),
): Promise<MigrationResult> {
  const client = createClient(config);
  await client.execute(
    "create table if not exists `_migrations` (`name` varchar(255) character set utf8mb4 collate utf8mb4_bin not null primary key, `started` int not null, `done` int not null, `finished_at` datetime(3))",
  );
  const files = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  const state = await readState(client);
  for (const [name, row] of state) {
    if (row.finished && !files.includes(`${name}.sql`)) {
      throw new Error(
        `The database has migration "${name}", which this version does not know: use a newer version.`,
      );
    }
  }
  const applied: string[] = [];
  for (const file of files) {
    const name = file.slice(0, -".sql".length);
    if (state.get(name)?.finished) continue;
    const text = await readFile(join(folder, file), "utf8");
    await apply(client, name, splitStatements(text), state.get(name));
    applied.push(name);
  }
  return { applied };
}

/** The statements of a file that drizzle-kit wrote. */
export function splitStatements(text: string): string[] {
  return text
    .split("--> statement-breakpoint")
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");
}

interface MigrationRow {
  readonly started: number;
  readonly done: number;
  readonly finished: boolean;
}

async function readState(client: Client): Promise<Map<string, MigrationRow>> {
  const result = await client.execute("select `name`, `started`, `done`, `finished_at` from `_migrations`");
  return new Map(
    result.rows.map((row) => {
      const values = row as { name: string; started: number; done: number; finished_at: string | null };
      return [values.name, { ...values, finished: values.finished_at !== null }];
    }),
  );
}

async function apply(client: Client, name: string, statements: string[], from?: MigrationRow): Promise<void> {
  if (!from) {
    await client.execute("insert into `_migrations` (`name`, `started`, `done`) values (?, 0, 0)", [name]);
  }
  for (let index = from?.done ?? 0; index < statements.length; index++) {
    const mayBeDone = from !== undefined && index < from.started;
    await client.execute("update `_migrations` set `started` = ? where `name` = ?", [index + 1, name]);
    await run(client, name, index, statements[index]!, mayBeDone);
    await client.execute("update `_migrations` set `done` = ? where `name` = ?", [index + 1, name]);
  }
  await client.execute("update `_migrations` set `finished_at` = utc_timestamp(3) where `name` = ?", [name]);
}

async function run(client: Client, name: string, index: number, statement: string, mayBeDone: boolean) {
  try {
    await client.execute(statement);
  } catch (error) {
    if (mayBeDone && ALREADY_DONE.has(errorNumber(error) ?? 0)) return;
    throw new Error(`Migration "${name}", statement ${index + 1} failed: ${String(error)}`, { cause: error });
  }
}
