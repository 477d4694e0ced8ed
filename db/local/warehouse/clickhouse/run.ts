import { randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { RawInsertFormat } from "chdb";
import type { Execution, ExecutionResult } from "../engine/engine.ts";
import { EngineError } from "../engine/error.ts";
import { quote } from "../engine/settings.ts";
import { isKeyword, tokens } from "../engine/tokens.ts";
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
  const missing = [...scan.params].find((name) => !(name in params));
  if (missing !== undefined) {
    throw new EngineError(456, `Substitution \`${missing}\` is not set`, "UNKNOWN_QUERY_PARAMETER");
  }
  const database = request.database ?? services.database;
  const execution = { database, settings, params, queryId, signal };
  switch (scan.statement.kind) {
    case "kill":
      return killQuery(services, scan.sql, params);
    case "insert":
      return insert(services, request, execution);
    default:
      return services.engine.execute({
        ...execution,
        sql: scan.sql,
        format: request.defaultFormat ?? "TabSeparated",
        lane: scan.statement.kind === "select" ? "queries" : "inserts",
      });
  }
}

/** Query IDs of this server live in `log_comment`, so `query_id` in a KILL means that; and it never waits. */
async function killQuery(
  services: Services,
  sql: string,
  params: Record<string, string>,
): Promise<ExecutionResult> {
  let text = "";
  for (const token of tokens(sql)) {
    if (isKeyword(token, "SYNC") || isKeyword(token, "ASYNC")) continue;
    if (isKeyword(token, "QUERY_ID")) text += " Settings['log_comment']";
    else if (token.kind === "param")
      text += ` ${quote(params[token.text.slice(1, token.text.indexOf(":"))] ?? "")}`;
    else text += ` ${token.text}`;
  }
  const bytes = Buffer.from(await services.engine.control(`${text} ASYNC`));
  return { bytes, elapsedSeconds: 0, writtenRows: 0, writtenBytes: 0 };
}

type Context = Omit<Execution, "sql" | "format">;

async function insert(
  services: Services,
  request: ClickhouseRequest,
  context: Context,
): Promise<ExecutionResult> {
  const { statement, sql } = request.scan;
  if (statement.kind !== "insert") throw new TypeError("not an insert");
  const inserting = { ...context, lane: "inserts" as const };
  if (statement.format === undefined)
    return services.engine.execute({ ...inserting, sql, format: "TabSeparated" });
  if (statement.format === "VALUES") {
    const text = `${sql.slice(0, statement.dataStart)} ${request.data.toString("utf8")}`;
    return services.engine.execute({ ...inserting, sql: text, format: "TabSeparated" });
  }
  const format = RAW_FORMATS[statement.format];
  const { table, columns } = statement;
  const named = table !== undefined && [table, ...(columns ?? [])].every((name) => IDENTIFIER.test(name));
  if (format !== undefined && statement.plain && named) {
    return services.engine.insert(inserting, { table, columns, format, rows: request.data });
  }
  return insertFile(services, inserting, sql.slice(0, statement.dataStart), request.data);
}

/** Binary formats and INSERTs with clauses of their own: the rows go through a file beside the data. */
async function insertFile(
  services: Services,
  context: Context,
  head: string,
  data: Buffer,
): Promise<ExecutionResult> {
  if (data.length === 0) return { bytes: data, elapsedSeconds: 0, writtenRows: 0, writtenBytes: 0 };
  const file = join(services.uploads, `${randomUUID()}.rows`);
  await writeFile(file, data);
  try {
    const sql = head.replace(
      /\bFORMAT\s+(\w+)\s*$/i,
      (_, format) => `FROM INFILE ${quote(file)} FORMAT ${format}`,
    );
    return await services.engine.execute({ ...context, sql, format: "TabSeparated" });
  } finally {
    await rm(file, { force: true });
  }
}
