import { readBody } from "../http/body.ts";
import type { Exchange, Services } from "../http/server.ts";
import { type Access, isAdmin, requireGrant } from "./access.ts";
import { TinybirdError } from "./error.ts";
import { sendJson } from "./send.ts";
import type { JwtScope } from "./token-store.ts";

/**
 * `POST /v0/tokens/`: with `expiration_time` a JWT of the scopes in the JSON body, otherwise a static token of the
 * `scope` parameters. Needs ADMIN or TOKENS.
 */
export async function handleTokens({ tokens }: Services, exchange: Exchange, access: Access): Promise<void> {
  const { request, response, url } = exchange;
  if (request.method !== "POST") throw new TinybirdError(405, "Use POST");
  if (!isAdmin(access)) requireGrant(access, "TOKENS");
  const text = (await readBody(request)).toString("utf8");
  const expires = url.searchParams.get("expiration_time");
  if (expires === null) {
    const fields = new URLSearchParams(text);
    for (const [field, value] of url.searchParams) fields.append(field, value);
    const name = fields.get("name") ?? "token";
    const scopes = fields.getAll("scope");
    return sendJson(response, 200, { name, scopes, token: tokens.create(name, scopes) });
  }
  const { name, scopes } = readJwtRequest(text);
  sendJson(response, 200, { token: await tokens.sign(name, scopes, Number(expires)) });
}

function readJwtRequest(text: string): { name: string; scopes: JwtScope[] } {
  let body: { name?: unknown; scopes?: unknown };
  try {
    body = JSON.parse(text) as typeof body;
  } catch {
    throw new TinybirdError(400, "The body is not valid JSON");
  }
  const scopes = Array.isArray(body.scopes) ? (body.scopes as JwtScope[]) : [];
  const wrong = scopes.find(
    ({ type, resource }) => !/^(DATASOURCES|PIPES):/.test(type) || !/^\w+$/.test(resource),
  );
  if (scopes.length === 0 || wrong !== undefined) {
    throw new TinybirdError(400, `Invalid scopes: ${JSON.stringify(wrong ?? scopes)}`);
  }
  return { name: String(body.name ?? "jwt"), scopes };
}
