import { readBody } from "../http/body.ts";
import type { Exchange, Services } from "../http/server.ts";
import { type Access, requireGrant } from "./access.ts";
import { TinybirdError } from "./error.ts";
import { ingestNdjson } from "./ingest.ts";
import { columnsOf } from "./quarantine.ts";
import { sendJson } from "./send.ts";

/** Most bytes an Events API request may have on the wire. */
const MAX_WIRE_BYTES = 10 * 1024 ** 2;

/**
 * `POST /v0/events?name=&wait=`: appends NDJSON (or one JSON document with `format=json`). Rows are stored before the
 * answer either way; 200 with `wait=true`, 202 without.
 */
export async function handleEvents(services: Services, exchange: Exchange, access: Access): Promise<void> {
  const { request, response, url } = exchange;
  if (request.method !== "POST") throw new TinybirdError(405, "Use POST");
  const table = url.searchParams.get("name") ?? "";
  if (!/^\w+$/.test(table)) throw new TinybirdError(400, "Missing or invalid parameter 'name'");
  requireGrant(access, "DATASOURCES:APPEND", table);
  if (Number(request.headers["content-length"] ?? 0) > MAX_WIRE_BYTES) {
    request.resume();
    throw new TinybirdError(413, `Request body is larger than ${MAX_WIRE_BYTES} bytes`);
  }
  const body = await readBody(request);
  await requireTable(services, table);
  const rows = url.searchParams.get("format") === "json" ? oneLine(body) : body;
  const result = await ingestNdjson(services, table, rows);
  sendJson(response, url.searchParams.get("wait") === "true" ? 200 : 202, result);
}

/** Throws {@link TinybirdError} 404 when there is no such data source. */
export async function requireTable({ engine, database }: Services, table: string): Promise<void> {
  const columns = await columnsOf(engine, database, table);
  if (columns.length === 0) throw new TinybirdError(404, `Data Source "${table}" does not exist`);
}

/** A JSON document, however it is broken into lines, as NDJSON. */
function oneLine(body: Buffer): Buffer {
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    const rows = Array.isArray(value) ? value : [value];
    return Buffer.from(rows.map((row) => JSON.stringify(row)).join("\n"));
  } catch {
    throw new TinybirdError(400, "The body is not valid JSON");
  }
}
