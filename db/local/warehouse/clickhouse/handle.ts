import { randomUUID, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import type { ExecutionResult } from "../engine/engine.ts";
import { EngineError, toEngineError } from "../engine/error.ts";
import { readBody } from "../http/body.ts";
import { HttpError } from "../http/error.ts";
import type { Exchange, Services } from "../http/server.ts";
import { type ClickhouseRequest, header, readRequest } from "./request.ts";
import { runRequest } from "./run.ts";
import { type ReadStatistics, readStatistics } from "./statistics.ts";
import { statusOf } from "./status.ts";

/** ClickHouse's HTTP interface: `/`, `/ping`, `/replicas_status`. */
export async function handleClickhouse(services: Services, exchange: Exchange): Promise<void> {
  const { request, response, url, signal } = exchange;
  if (url.pathname === "/ping" || url.pathname === "/replicas_status") return end(response, 200, "Ok.\n");
  if (url.pathname !== "/" && url.pathname !== "/query")
    return end(response, 404, `There is no handle ${url.pathname}\n`);

  const queryId =
    url.searchParams.get("query_id") ?? header(request, "x-clickhouse-query-id") ?? randomUUID();
  response.setHeader("X-ClickHouse-Query-Id", queryId);
  response.setHeader("X-ClickHouse-Server-Display-Name", "edgewise");
  response.setHeader("X-ClickHouse-Timezone", "UTC");
  try {
    authenticate(services, request, url);
    const body = request.method === "POST" ? await readBody(request) : Buffer.alloc(0);
    if (url.searchParams.get("query") === null && body.length === 0) return end(response, 200, "Ok.\n");
    const parsed = readRequest(request, url, body);
    const started = performance.now();
    const result = await runRequest(services, parsed, queryId, signal);
    respond(exchange, parsed, result, performance.now() - started);
  } catch (thrown) {
    const error = thrown instanceof HttpError ? thrown : toEngineError(thrown);
    if (response.destroyed) return;
    if (error instanceof HttpError) return end(response, error.status, `${error.message}\n`);
    response.setHeader("X-ClickHouse-Exception-Code", String(error.code));
    end(response, statusOf(error.code), error.text(services.engine.version));
  }
}

function respond(
  { request, response }: Exchange,
  parsed: ClickhouseRequest,
  result: ExecutionResult,
  milliseconds: number,
): void {
  const { statement } = parsed.scan;
  const format =
    (statement.kind === "insert" ? undefined : statement.format) ?? parsed.defaultFormat ?? "TabSeparated";
  const read = readStatistics(result.bytes);
  const summary = {
    ...(read === undefined ? {} : readSummary(read)),
    written_rows: String(result.writtenRows),
    written_bytes: String(result.writtenBytes),
    result_bytes: String(result.bytes.length),
    elapsed_ns: String(Math.round(milliseconds * 1e6)),
  };
  response.setHeader("X-ClickHouse-Summary", JSON.stringify(summary));
  response.setHeader("X-ClickHouse-Format", format);
  response.setHeader("Content-Type", contentType(format));
  let bytes = result.bytes;
  if (parsed.compress && /\bgzip\b/.test(header(request, "accept-encoding") ?? "")) {
    bytes = gzipSync(bytes, { level: 1 });
    response.setHeader("Content-Encoding", "gzip");
  }
  response.writeHead(200);
  response.end(bytes);
}

function readSummary({ rowsRead, bytesRead }: ReadStatistics): Record<string, string> {
  const rows = String(rowsRead);
  return { read_rows: rows, read_bytes: String(bytesRead), total_rows_to_read: rows };
}

function contentType(format: string): string {
  if (/^JSON(Compact)?(Strings|Columns.*)?$/.test(format)) return "application/json; charset=UTF-8";
  if (format.startsWith("JSON")) return "application/x-ndjson; charset=UTF-8";
  if (format.startsWith("CSV")) return "text/csv; charset=UTF-8; header=absent";
  if (/^(TabSeparated|TSV)/.test(format)) return "text/tab-separated-values; charset=UTF-8";
  return "application/octet-stream";
}

/** Basic, `X-ClickHouse-User/Key`, a bearer or `user`/`password` in the URL. One user: `default`, with the key. */
function authenticate(services: Services, request: IncomingMessage, url: URL): void {
  const authorization = header(request, "authorization") ?? "";
  const basic = /^Basic\s+(.+)$/i.exec(authorization);
  const [basicUser, ...rest] = Buffer.from(basic?.[1] ?? "", "base64")
    .toString("utf8")
    .split(":");
  const user =
    (basic === null ? undefined : basicUser) ??
    header(request, "x-clickhouse-user") ??
    url.searchParams.get("user") ??
    "default";
  const password =
    (basic === null ? undefined : rest.join(":")) ??
    header(request, "x-clickhouse-key") ??
    url.searchParams.get("password") ??
    /^Bearer\s+(.+)$/i.exec(authorization)?.[1] ??
    "";
  const given = Buffer.from(password);
  const wanted = Buffer.from(services.key);
  if (user !== "default" || given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
    throw new EngineError(
      516,
      `${user}: Authentication failed: password is incorrect, or there is no user with such name`,
      "AUTHENTICATION_FAILED",
    );
  }
}

function end(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "Content-Type": "text/plain; charset=UTF-8" });
  response.end(text);
}
