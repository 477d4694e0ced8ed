import { randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { RawInsertFormat } from "chdb";
import type { ExecutionResult, RunOptions } from "../engine/engine.ts";
import { EngineError } from "../engine/error.ts";
import { quote } from "../engine/settings.ts";
import { requireParams } from "../engine/statement.ts";
import { isKeyword, paramName, type Token, tokens } from "../engine/tokens.ts";
import type { Services } from "../http/server.ts";
import type { ClickhouseRequest } from "./request.ts";

/** Formats whose bytes the engine takes directly; all others go through a file. */
const RAW_FORMATS: Readonly<Record<string, RawInsertFormat>> = {
  JSONEachRow: "JSONEachRow",
  JSONCompactEachRow: "JSONCompactEachRow",
  CSV: "CSV",
  CSVWithNames: "CSVWithNames",
  TSV: "TSV",
  TabSeparated: "TabSeparated",
  TSVWithNames: "TSVWithNames",
  TabSeparatedWithNames: "TabSeparatedWithNames",
};
const IDENTIFIER = /^\w+(\.\w+)*$/;

/** Runs one request against the engine. */
export async function runRequest(
  services: Services,
  request: ClickhouseRequest,
  queryId: string,
  signal: AbortSignal,
): Promise<ExecutionResult> {
  const { scan, settings, params } = request;
  requireParams(scan, params);
  requireReadable(request);
  const database = request.database ?? services.database;
  const execution = { database, settings, params, queryId, signal };
  switch (scan.statement.kind) {
    case "session":
      return NOTHING;
    case "kill":
      return killQuery(services, scan.sql, params);
    case "insert":
      return insert(services, request, execution);
    default:
      if (scan.statement.kind === "select" && asksProcesses(scan.sql)) return processes(services, request);
      return services.engine.execute({
        ...execution,
        sql: scan.sql,
        format: request.defaultFormat ?? "TabSeparated",
        lane: scan.statement.kind === "select" ? "queries" : "writes",
      });
  }
}

/** A KILL never waits. */
async function killQuery(
  services: Services,
  sql: string,
  params: Record<string, string>,
): Promise<ExecutionResult> {
  const kept = [...tokens(sql)].filter((token) => !isKeyword(token, "SYNC") && !isKeyword(token, "ASYNC"));
  const bytes = Buffer.from(await services.engine.control(`${byComment(kept, params)} ASYNC`));
  return { ...NOTHING, bytes };
}

/** Does a statement ask what runs? */
function asksProcesses(sql: string): boolean {
  if (!/system\s*\.\s*processes/i.test(sql)) return false;
  const words = [...tokens(sql)];
  return words.some((token, index) => isKeyword(token, "SYSTEM") && isKeyword(words[index + 2], "PROCESSES"));
}

/** What runs is told past the lanes: when all places are taken is when people ask. */
async function processes(
  services: Services,
  { scan, params, defaultFormat }: ClickhouseRequest,
): Promise<ExecutionResult> {
  const text = byComment(tokens(scan.sql), params);
  const bytes = Buffer.from(await services.engine.control(text, defaultFormat ?? "TabSeparated"));
  return { ...NOTHING, bytes };
}

/** Query IDs of this server live in `log_comment`, so `query_id` means that. */
function byComment(words: Iterable<Token>, params: Record<string, string>): string {
  let text = "";
  for (const token of words) {
    if (isKeyword(token, "QUERY_ID")) text += " Settings['log_comment']";
    else if (token.kind === "param") text += ` ${quote(params[paramName(token)] ?? "")}`;
    else text += ` ${token.text}`;
  }
  return text;
}

/**
 * `readonly` of the request. The engine's own setting can't be taken back on a session that is used again, so the
 * statement decides: 1 and 2 allow reading only, 1 also no settings in the statement.
 */
function requireReadable({ scan, readOnly }: ClickhouseRequest): void {
  if (readOnly === 0) return;
  if (scan.statement.kind !== "select" || (readOnly === 1 && scan.settings)) {
    throw new EngineError(164, "default: Cannot execute query in readonly mode", "READONLY");
  }
}

const NOTHING: ExecutionResult = { bytes: new Uint8Array(), writtenRows: 0, writtenBytes: 0 };

async function insert(
  services: Services,
  request: ClickhouseRequest,
  context: RunOptions,
): Promise<ExecutionResult> {
  const { statement, sql } = request.scan;
  if (statement.kind !== "insert") throw new TypeError("not an insert");
  const inserting = { ...context, lane: "writes" as const };
  // What a SELECT finds takes as long as the SELECT: rows that come meanwhile don't wait for it.
  if (statement.format === undefined)
    return services.engine.execute({ ...context, sql, format: "TabSeparated", lane: "queries" });
  if (statement.format === "VALUES") {
    const text = `${sql.slice(0, statement.dataStart)} ${request.data.toString("utf8")}`;
    return services.engine.execute({ ...inserting, sql: text, format: "TabSeparated" });
  }
  const format = RAW_FORMATS[statement.format];
  const { table, columns } = statement;
  const named = table !== undefined && [table, ...(columns ?? [])].every((name) => IDENTIFIER.test(name));
  if (format !== undefined && statement.plain && named) {
    return services.engine.insert(context, { table, columns, format, rows: request.data });
  }
  const target = sql.slice(0, statement.targetEnd);
  const clauses = sql.slice(statement.targetEnd, statement.dataStart);
  return insertFile(
    services,
    inserting,
    (file) => `${target} FROM INFILE ${quote(file)}${clauses}`,
    request.data,
  );
}

/** Binary formats and INSERTs with clauses of their own: the rows go through a file beside the data. */
async function insertFile(
  services: Services,
  context: RunOptions,
  sqlFrom: (file: string) => string,
  data: Buffer,
): Promise<ExecutionResult> {
  if (data.length === 0) return NOTHING;
  const file = join(services.uploads, `${randomUUID()}.rows`);
  await writeFile(file, data);
  try {
    return await services.engine.execute({
      ...context,
      sql: sqlFrom(file),
      format: "TabSeparated",
      lane: "writes",
    });
  } finally {
    await rm(file, { force: true });
  }
}
