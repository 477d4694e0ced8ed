import { randomUUID } from "node:crypto";
import type { RawInsertFormat } from "chdb";
import { EngineError, toEngineError } from "../engine/error.ts";
import type { Services } from "../http/server.ts";
import { type BadRow, quarantine } from "./quarantine.ts";

/** What Tinybird answers to an append. */
export interface IngestResult {
  readonly successful_rows: number;
  readonly quarantined_rows: number;
}

/** Engine errors that blame the data: only these send rows to quarantine, all others fail the whole append. */
const DATA_ERRORS = new Set([
  6, 25, 26, 27, 33, 34, 36, 38, 41, 53, 69, 70, 72, 117, 130, 190, 321, 349, 376, 441, 467,
]);

/** Tinybird reads dates generously and ignores fields that no column takes. */
const SETTINGS = {
  date_time_input_format: "best_effort",
  input_format_skip_unknown_fields: "1",
  input_format_allow_errors_num: "0",
};

/** Appends NDJSON rows. Rows that don't fit go to `<table>_quarantine`; the others are stored in one insert. */
export async function ingestNdjson(services: Services, table: string, rows: Buffer): Promise<IngestResult> {
  const total = countLines(rows);
  if (total === 0) return { successful_rows: 0, quarantined_rows: 0 };
  try {
    await append(services, table, "JSONEachRow", rows);
    return { successful_rows: total, quarantined_rows: 0 };
  } catch (thrown) {
    if (!isDataError(thrown)) throw thrown;
    const { good, bad } = await separate(services, table, rows);
    if (good.length > 0) await append(services, table, "JSONEachRow", Buffer.from(good.join("\n")));
    await quarantine(services, table, bad);
    return { successful_rows: good.length, quarantined_rows: bad.length };
  }
}

/** Appends a CSV file with a header; any row that doesn't fit refuses the file. */
export async function ingestCsv(services: Services, table: string, rows: Buffer): Promise<IngestResult> {
  await append(services, table, "CSVWithNames", rows);
  return { successful_rows: Math.max(0, countLines(rows) - 1), quarantined_rows: 0 };
}

async function append(
  services: Services,
  table: string,
  format: RawInsertFormat,
  rows: Buffer,
): Promise<void> {
  const { engine, database } = services;
  // Without a token of its own an append is dropped when its rows equal those of an earlier one.
  const settings = { ...SETTINGS, insert_deduplication_token: randomUUID() };
  await engine.insert({ database, settings }, { table, format, rows });
}

/** Halves the rows until each refused one stands alone, by inserting into a table that keeps nothing. */
async function separate(
  services: Services,
  table: string,
  rows: Buffer,
): Promise<{ good: string[]; bad: BadRow[] }> {
  const { engine, database } = services;
  const probes = `${database}_probes`;
  await engine.control(`CREATE DATABASE IF NOT EXISTS ${probes}`);
  await engine.control(`CREATE TABLE IF NOT EXISTS ${probes}.${table} AS ${database}.${table} ENGINE = Null`);
  const good: string[] = [];
  const bad: BadRow[] = [];
  const probe = async (lines: readonly string[]): Promise<void> => {
    try {
      await append(services, `${probes}.${table}`, "JSONEachRow", Buffer.from(lines.join("\n")));
      good.push(...lines);
    } catch (thrown) {
      if (!isDataError(thrown)) throw thrown;
      if (lines.length === 1) {
        bad.push({ line: lines[0]!, error: toEngineError(thrown).message });
        return;
      }
      const middle = Math.ceil(lines.length / 2);
      await probe(lines.slice(0, middle));
      await probe(lines.slice(middle));
    }
  };
  const lines = rows.toString("utf8").split("\n");
  await probe(lines.filter((line) => line.trim() !== ""));
  return { good, bad };
}

function isDataError(thrown: unknown): boolean {
  return thrown instanceof EngineError && DATA_ERRORS.has(thrown.code);
}

function countLines(rows: Buffer): number {
  let count = 0;
  let blank = true;
  for (const byte of rows) {
    if (byte === 0x0a) {
      if (!blank) count++;
      blank = true;
    } else if (byte > 0x20) blank = false;
  }
  return blank ? count : count + 1;
}
