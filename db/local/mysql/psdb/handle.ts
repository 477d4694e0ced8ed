import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { psdbError } from "./error.ts";
import { execute, keepsConnection } from "./execute.ts";
import type { Sessions, SessionToken } from "./sessions.ts";

export interface PsdbServices {
  readonly sessions: Sessions;
  readonly database: string;
  readonly username: string;
  readonly password: string;
}

const SERVICE = "/psdb.v1alpha1.Database/";
const MAX_BODY_BYTES = 64 * 1024 ** 2;

/** PlanetScale's HTTP protocol: `Execute` and `CreateSession`, JSON in and out, Basic authentication. */
export async function handlePsdb(
  services: PsdbServices,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = new URL(request.url ?? "/", "http://localhost").pathname;
  if (path === "/health") return send(response, 200, { status: "ok" });
  if (!authorised(services, request.headers.authorization)) {
    return refuse(response, 401, "unauthenticated", "Access denied: wrong username or password");
  }
  if (request.method !== "POST" || !path.startsWith(SERVICE))
    return refuse(response, 404, "unimplemented", path);
  const body = await readJson(request);
  if (body === undefined) return refuse(response, 400, "invalid_argument", "The body is not a JSON object");
  switch (path.slice(SERVICE.length)) {
    case "Execute":
      return executeQuery(services, body, response);
    case "CreateSession":
      return createSession(services, response);
    default:
      return refuse(response, 404, "unimplemented", `${path} is not served`);
  }
}

async function executeQuery(
  { sessions, database }: PsdbServices,
  body: { query?: unknown; session?: SessionToken | null },
  response: ServerResponse,
): Promise<void> {
  const { query } = body;
  if (typeof query !== "string" || query.trim() === "") {
    return refuse(response, 400, "invalid_argument", '"query" is missing');
  }
  const started = performance.now();
  try {
    const { result, session } = await sessions.use(
      body.session,
      (connection) => execute(connection, query),
      (held, executed) => keepsConnection(query, held, executed?.inTransaction),
    );
    send(response, 200, { session, result: result.result, timing: (performance.now() - started) / 1000 });
  } catch (error) {
    send(response, 200, { session: body.session ?? null, error: psdbError(error, database) });
  }
}

async function createSession(
  { sessions, database, username }: PsdbServices,
  response: ServerResponse,
): Promise<void> {
  try {
    const { session } = await sessions.use(
      null,
      (connection) => connection.ping(),
      () => false,
    );
    send(response, 200, { branch: "main", user: { username, psid: "", role: "admin" }, session });
  } catch (error) {
    send(response, 200, { error: psdbError(error, database) });
  }
}

function authorised(services: PsdbServices, authorization: string | undefined): boolean {
  const basic = /^Basic\s+(.+)$/i.exec(authorization ?? "")?.[1] ?? "";
  const given = Buffer.from(basic, "base64");
  const wanted = Buffer.from(`${services.username}:${services.password}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

async function readJson(request: IncomingMessage): Promise<Record<string, never> | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    return typeof value === "object" && value !== null ? (value as Record<string, never>) : undefined;
  } catch {
    return undefined;
  }
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  send(response, status, { error: { code, message } });
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { "Content-Type": "application/json", "Content-Length": bytes.length });
  response.end(bytes);
}
