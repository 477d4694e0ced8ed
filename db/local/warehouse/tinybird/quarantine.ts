import { randomUUID } from "node:crypto";
import type { Engine } from "../engine/engine.ts";
import { quote } from "../engine/settings.ts";
import type { Services } from "../http/server.ts";

/** A row that a table refused, as it was sent. */
export interface BadRow {
  readonly line: string;
  readonly error: string;
}

/** Stores refused rows in `<table>_quarantine`, made on first use: every column as text, and why. */
export async function quarantine(services: Services, table: string, bad: readonly BadRow[]): Promise<void> {
  if (bad.length === 0) return;
  const { engine, database } = services;
  const columns = await columnsOf(engine, database, table);
  await engine.control(
    `CREATE TABLE IF NOT EXISTS ${database}.${table}_quarantine (\n` +
      "insertion_date DateTime('UTC') DEFAULT now(), c__import_id String, c__error_column Array(String), " +
      `c__error Array(String), c__row String, ${columns.map((name) => `${name} Nullable(String)`).join(", ")}\n` +
      ") ENGINE = MergeTree ORDER BY insertion_date TTL insertion_date + INTERVAL 90 DAY",
  );
  const importId = randomUUID();
  const rows = bad.map(({ line, error }) =>
    JSON.stringify({
      c__import_id: importId,
      c__error_column: [...error.matchAll(/value of key (\w+)/g)].map(([, column]) => column),
      c__error: [error],
      c__row: line,
      ...asText(line, columns),
    }),
  );
  await engine.insert(
    { database },
    { table: `${table}_quarantine`, format: "JSONEachRow", rows: Buffer.from(rows.join("\n")) },
  );
}

/** Names of a table's columns; none when there is no such table. */
export async function columnsOf(engine: Engine, database: string, table: string): Promise<string[]> {
  const names = await engine.control(
    `SELECT name FROM system.columns WHERE database = ${quote(database)} AND table = ${quote(table)} ORDER BY position`,
  );
  return names.split("\n").filter((name) => name !== "");
}

function asText(line: string, columns: readonly string[]): Record<string, string> {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch {
    return {};
  }
  if (typeof row !== "object" || row === null) return {};
  const known = Object.entries(row).filter(([name, value]) => columns.includes(name) && value !== null);
  return Object.fromEntries(
    known.map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}
