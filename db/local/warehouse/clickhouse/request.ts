import type { IncomingMessage } from "node:http";
import { EngineError } from "../engine/error.ts";
import { type Scan, scan } from "../engine/statement.ts";

/** URL parameters of the HTTP interface that are not settings. */
const NOT_SETTINGS = new Set(
  [
    "query",
    "database",
    "default_format",
    "query_id",
    "user",
    "password",
    "compress",
    "decompress",
    "buffer_size",
  ].concat(
    [
      "wait_end_of_query",
      "quota_key",
      "role",
      "stacktrace",
      "session_id",
      "session_timeout",
      "session_check",
    ],
    [
      "http_write_exception_in_output_format",
      "send_progress_in_http_headers",
      "http_headers_progress_interval_ms",
    ],
  ),
);

export interface ClickhouseRequest {
  readonly scan: Scan;
  /** Rows that follow an INSERT: the request body, or what stands behind FORMAT in the statement. */
  readonly data: Buffer;
  readonly settings: Record<string, string>;
  /** 0, or ClickHouse's `readonly` 1 or 2; a GET is at least 2. */
  readonly readOnly: number;
  readonly params: Record<string, string>;
  readonly database: string | undefined;
  readonly defaultFormat: string | undefined;
  readonly queryId: string | undefined;
  /** The client asked for a compressed answer. */
  readonly compress: boolean;
}

/** Reads a request of ClickHouse's HTTP interface. Throws {@link EngineError} for what it can't serve. */
export function readRequest(request: IncomingMessage, url: URL, body: Buffer): ClickhouseRequest {
  const search = url.searchParams;
  for (const name of ["compress", "decompress"]) {
    if (search.get(name) === "1")
      throw unsupported(`The native compression of "${name}=1"; use Content-Encoding`);
  }
  if (search.has("session_id")) throw unsupported('"session_id"');

  const settings: Record<string, string> = {};
  const params: Record<string, string> = {};
  for (const [name, value] of search) {
    if (name.startsWith("param_")) params[name.slice("param_".length)] = value;
    else if (!NOT_SETTINGS.has(name)) settings[name] = value;
  }
  const compress = settings.enable_http_compression === "1";
  delete settings.enable_http_compression;
  const readOnly = Number(settings.readonly ?? 0) || (request.method === "GET" ? 2 : 0);
  delete settings.readonly;

  return {
    ...split(search.get("query") ?? "", body),
    settings,
    readOnly,
    params,
    database: search.get("database") ?? header(request, "x-clickhouse-database"),
    defaultFormat: search.get("default_format") ?? header(request, "x-clickhouse-format"),
    queryId: search.get("query_id") ?? header(request, "x-clickhouse-query-id"),
    compress,
  };
}

/** One header's value. */
export function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** Tells the statement from its data: either may be in the URL, the body, or begin in one and go on in the other. */
function split(urlQuery: string, body: Buffer): { scan: Scan; data: Buffer } {
  const first = urlQuery.trim() === "" ? undefined : scan(urlQuery);
  if (first?.statement.kind === "insert" && first.statement.format !== undefined) {
    const inline = Buffer.from(urlQuery.slice(first.statement.dataStart).trimStart());
    return { scan: first, data: inline.length === 0 ? body : Buffer.concat([inline, body]) };
  }
  if (first !== undefined && body.length === 0) return { scan: first, data: body };
  return splitBody(urlQuery, body);
}

const INSERT = /^\s*(?:(?:--[^\n]*\n|\/\*.*?\*\/)\s*)*insert\s/is;
/** An INSERT's head is looked for in this much of a body: the rows behind it are never decoded as text. */
const HEAD_BYTES = 64 * 1024;

function splitBody(urlQuery: string, body: Buffer): { scan: Scan; data: Buffer } {
  const head = body.subarray(0, HEAD_BYTES).toString("latin1");
  if (urlQuery === "" && body.length > 0 && INSERT.test(head)) {
    const found = scan(head);
    const { statement } = found;
    if (statement.kind === "insert" && statement.format !== undefined) {
      const sql = body.subarray(0, statement.dataStart).toString("utf8");
      return { scan: scan(sql), data: skipBlank(body.subarray(statement.dataStart)) };
    }
  }
  const separator = urlQuery === "" ? "" : "\n";
  return { scan: scan(`${urlQuery}${separator}${body.toString("utf8")}`), data: Buffer.alloc(0) };
}

/** Drops the blanks and the one line break between FORMAT and the data. */
function skipBlank(data: Buffer): Buffer {
  let at = 0;
  while (at < data.length && (data[at] === 0x20 || data[at] === 0x0d)) at++;
  return data.subarray(data[at] === 0x0a ? at + 1 : at);
}

function unsupported(what: string): EngineError {
  return new EngineError(48, `${what} is not supported by the embedded warehouse`, "NOT_IMPLEMENTED");
}
