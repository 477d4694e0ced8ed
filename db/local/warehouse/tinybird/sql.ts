import { readBody } from "../http/body.ts";
import type { Exchange, Services } from "../http/server.ts";
import type { Access } from "./access.ts";
import { TinybirdError } from "./error.ts";
import { guardSql } from "./guard-sql.ts";
import { runSelect } from "./run-select.ts";
import { renderTemplate, type TemplateParams } from "./template.ts";

/** `GET|POST /v0/sql`: SQL in `q`, in a form or JSON field `q`, or as the body; JSON unless a FORMAT says otherwise. */
export async function handleSql(services: Services, exchange: Exchange, access: Access): Promise<void> {
  const { q, params } = await readSql(exchange);
  if (q.trim() === "") throw new TinybirdError(400, "Missing parameter 'q'");
  const sql = /^\s*%/.test(q) ? renderTemplate(q.replace(/^\s*%/, ""), params) : q;
  const guarded = await guardSql(services.engine, services.database, sql, access);
  const time = params.max_execution_time;
  const settings = { ...guarded.settings, ...(typeof time === "string" ? { max_execution_time: time } : {}) };
  await runSelect(services, exchange, { ...guarded, settings }, "JSON");
}

async function readSql({ request, url }: Exchange): Promise<{ q: string; params: TemplateParams }> {
  const fields = collect(url.searchParams);
  if (request.method === "POST") {
    const text = (await readBody(request)).toString("utf8");
    const type = request.headers["content-type"] ?? "";
    if (type.startsWith("application/json")) Object.assign(fields, stringFields(text));
    else if (type.startsWith("application/x-www-form-urlencoded") && /(^|&)q=/.test(text)) {
      Object.assign(fields, collect(new URLSearchParams(text)));
    } else if (text.trim() !== "") fields.q = text;
  }
  const { q, ...params } = fields;
  return { q: typeof q === "string" ? q : "", params };
}

/** URL parameters; a repeated one as a list. */
export function collect(search: URLSearchParams): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = {};
  for (const name of new Set(search.keys())) {
    const values = search.getAll(name);
    fields[name] = values.length === 1 ? values[0]! : values;
  }
  return fields;
}

/** Fields of a JSON object as text. */
export function stringFields(text: string): Record<string, string | string[]> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new TinybirdError(400, "The body is not valid JSON");
  }
  if (typeof value !== "object" || value === null)
    throw new TinybirdError(400, "The body is not a JSON object");
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      Array.isArray(field) ? field.map(String) : String(field),
    ]),
  );
}
