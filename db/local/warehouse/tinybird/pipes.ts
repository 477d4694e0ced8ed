import { ENDPOINTS } from "../../../warehouse/endpoints/index.ts";
import { scan } from "../engine/statement.ts";
import { readBody } from "../http/body.ts";
import type { Exchange, Services } from "../http/server.ts";
import { type Access, grant, requireGrant } from "./access.ts";
import { TinybirdError } from "./error.ts";
import { runSelect, SUFFIX_FORMATS } from "./run-select.ts";
import { sendJson } from "./send.ts";
import { collect, stringFields } from "./sql.ts";
import { renderTemplate, type TemplateParams } from "./template.ts";

const PUBLISHED = new Map(ENDPOINTS.map((endpoint) => [endpoint.name, endpoint]));

/** `GET /v0/pipes`: the endpoints that the token may read. */
export function listPipes(_: Services, { response }: Exchange, access: Access): void {
  const pipes = ENDPOINTS.filter(({ name }) => grant(access, "PIPES:READ", name) !== undefined);
  sendJson(response, 200, {
    pipes: pipes.map(({ name, description }) => ({ name, description, type: "endpoint" })),
  });
}

/** `GET|POST /v0/pipes/<name>.<format>`: runs a published endpoint with the caller's typed parameters. */
export async function runPipe(
  services: Services,
  exchange: Exchange,
  access: Access,
  path: string,
): Promise<void> {
  const [, name = "", suffix = ""] = /^(\w+)\.(\w+)$/.exec(path) ?? [];
  const endpoint = PUBLISHED.get(name);
  const format = SUFFIX_FORMATS[suffix];
  if (endpoint === undefined) throw new TinybirdError(404, `The pipe '${path}' does not exist`);
  if (format === undefined) throw new TinybirdError(400, `The format '${suffix}' is not supported`);
  const scope = requireGrant(access, "PIPES:READ", name);

  const given = await parameters(exchange);
  const fixed = Object.fromEntries(
    Object.entries(scope.fixedParams ?? {}).map(([param, value]) => [param, String(value)]),
  );
  const defaults = Object.fromEntries(
    Object.entries(endpoint.params)
      .filter(([, spec]) => spec.default !== undefined)
      .map(([param, spec]) => [param, String(spec.default)]),
  );
  const sql = renderTemplate(endpoint.sql, { ...defaults, ...given, ...fixed });
  await runSelect(services, exchange, { scan: scan(sql), settings: {} }, format);
}

async function parameters({ request, url }: Exchange): Promise<TemplateParams> {
  const { token: _, ...fields } = collect(url.searchParams);
  if (request.method !== "POST") return fields;
  const text = (await readBody(request)).toString("utf8");
  if (text.trim() === "") return fields;
  const json = (request.headers["content-type"] ?? "").startsWith("application/json");
  return { ...fields, ...(json ? stringFields(text) : collect(new URLSearchParams(text))) };
}
