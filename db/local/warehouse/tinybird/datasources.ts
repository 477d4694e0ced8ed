import { randomUUID } from "node:crypto";
import { quote } from "../engine/settings.ts";
import { scan } from "../engine/statement.ts";
import { readBody } from "../http/body.ts";
import type { Exchange, Services } from "../http/server.ts";
import { type Access, grant, requireGrant } from "./access.ts";
import { TinybirdError } from "./error.ts";
import { requireTable } from "./events.ts";
import { ingestCsv, ingestNdjson } from "./ingest.ts";
import { sendJson } from "./send.ts";

/** `/v0/datasources…`: list, append a file, delete rows, truncate. */
export async function handleDatasources(
  services: Services,
  exchange: Exchange,
  access: Access,
  path: readonly string[],
): Promise<void> {
  const { request } = exchange;
  const [name, action] = path;
  if (name === undefined) {
    return request.method === "POST" ? append(services, exchange, access) : list(services, exchange, access);
  }
  if (!/^\w+$/.test(name)) throw new TinybirdError(400, `Invalid Data Source name "${name}"`);
  await requireTable(services, name);
  requireGrant(access, "ADMIN");
  if (request.method === "POST" && action === "truncate") return truncate(services, exchange, name);
  if (request.method === "POST" && action === "delete") return deleteRows(services, exchange, name);
  throw new TinybirdError(405, `${request.method} is not supported for this Data Source path`);
}

async function list({ engine, database }: Services, { response }: Exchange, access: Access): Promise<void> {
  const names = await engine.control(
    `SELECT name FROM system.tables WHERE database = ${quote(database)} AND engine LIKE '%MergeTree' ORDER BY name`,
  );
  const readable = names.split("\n").filter((name) => name !== "" && grant(access, "DATASOURCES:READ", name));
  sendJson(response, 200, { datasources: readable.map((name) => ({ id: name, name })) });
}

async function append(services: Services, exchange: Exchange, access: Access): Promise<void> {
  const { request, response, url } = exchange;
  const name = url.searchParams.get("name") ?? "";
  const mode = url.searchParams.get("mode") ?? "append";
  if (!/^\w+$/.test(name)) throw new TinybirdError(400, "Missing or invalid parameter 'name'");
  if (mode !== "append") throw new TinybirdError(400, `The mode '${mode}' is not supported: use append`);
  requireGrant(access, "DATASOURCES:APPEND", name);
  await requireTable(services, name);
  const form = await new Response(new Uint8Array(await readBody(request)), {
    headers: { "content-type": request.headers["content-type"] ?? "" },
  })
    .formData()
    .catch(() => undefined);
  const file = form === undefined ? undefined : [...form.values()].find((value) => typeof value !== "string");
  if (file === undefined) throw new TinybirdError(400, "Send the rows as a file in a multipart form");
  const rows = Buffer.from(await file.arrayBuffer());
  const csv = (url.searchParams.get("format") ?? "csv") === "csv";
  const result = await (csv ? ingestCsv : ingestNdjson)(services, name, rows);
  sendJson(response, 200, { ...result, import_id: randomUUID() });
}

async function truncate({ engine, database }: Services, { response }: Exchange, name: string): Promise<void> {
  await engine.control(`TRUNCATE TABLE ${database}.${name}`);
  sendJson(response, 200, { status: "done" });
}

async function deleteRows({ engine, database }: Services, exchange: Exchange, name: string): Promise<void> {
  const fields = new URLSearchParams((await readBody(exchange.request)).toString("utf8"));
  const condition = fields.get("delete_condition")?.trim() ?? "";
  if (condition === "") throw new TinybirdError(400, "Missing parameter 'delete_condition'");
  const count = scan(`SELECT count() FROM ${database}.${name} WHERE ${condition}`).sql;
  const matched = Number(await engine.control(count));
  if (fields.get("dry_run") === "true") {
    return sendJson(exchange.response, 200, { rows_to_be_deleted: matched, status: "done" });
  }
  await engine.control(
    `ALTER TABLE ${database}.${name} DELETE WHERE ${condition} SETTINGS mutations_sync = 1`,
  );
  const id = randomUUID();
  sendJson(exchange.response, 201, { id, job_id: id, delete_id: id, status: "done" });
}
