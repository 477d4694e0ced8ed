import { randomUUID } from "node:crypto";
import { requireParams } from "../engine/statement.ts";
import type { Exchange, Services } from "../http/server.ts";
import type { Guarded } from "./guard-sql.ts";

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  JSON: "application/json",
  JSONCompact: "application/json",
  JSONStrings: "application/json",
  JSONEachRow: "application/x-ndjson",
  CSV: "text/csv",
  CSVWithNames: "text/csv",
  TSV: "text/tab-separated-values",
  TabSeparated: "text/tab-separated-values",
  Parquet: "application/vnd.apache.parquet",
  Prometheus: "text/plain; version=0.0.4",
};

/** Formats of `/v0/sql?format=…`-less answers and of pipes by their suffix. */
export const SUFFIX_FORMATS: Readonly<Record<string, string>> = {
  json: "JSON",
  csv: "CSVWithNames",
  ndjson: "JSONEachRow",
  parquet: "Parquet",
  prometheus: "Prometheus",
};

/** Runs a permitted SELECT and answers with its output. */
export async function runSelect(
  { engine, database }: Services,
  { response, signal }: Exchange,
  { scan, settings }: Guarded,
  format: string,
): Promise<void> {
  requireParams(scan, {});
  const queryId = randomUUID();
  const result = await engine.execute({ sql: scan.sql, format, database, settings, queryId, signal });
  const used = (scan.statement.kind === "select" ? scan.statement.format : undefined) ?? format;
  response.writeHead(200, {
    "Content-Type": `${CONTENT_TYPES[used] ?? "text/plain"}; charset=utf-8`,
    "X-Request-Id": queryId,
  });
  response.end(result.bytes);
}
