import { EngineError, isDiskFull } from "../engine/error.ts";
import { HttpError } from "../http/error.ts";
import type { Exchange, Services } from "../http/server.ts";
import type { Access } from "./access.ts";
import { handleDatasources } from "./datasources.ts";
import { TinybirdError } from "./error.ts";
import { handleEvents } from "./events.ts";
import { listPipes, runPipe } from "./pipes.ts";
import { sendJson } from "./send.ts";
import { handleSql } from "./sql.ts";
import { handleTokens } from "./tokens.ts";

type Handler = (
  services: Services,
  exchange: Exchange,
  access: Access,
  rest: string[],
) => Promise<void> | void;

const ROUTES: Readonly<Record<string, Handler>> = {
  events: handleEvents,
  sql: handleSql,
  pipes: (services, exchange, access, [name]) =>
    name === undefined ? listPipes(services, exchange, access) : runPipe(services, exchange, access, name),
  datasources: handleDatasources,
  tokens: handleTokens,
};

/** Tinybird's API under `/v0/`. */
export async function handleTinybird(services: Services, exchange: Exchange): Promise<void> {
  const { request, response, url } = exchange;
  try {
    const [route = "", ...rest] = url.pathname
      .split("/")
      .filter((part) => part !== "")
      .slice(1);
    const handler = ROUTES[route];
    if (handler === undefined || !url.pathname.startsWith("/v0/")) {
      throw new TinybirdError(404, `${url.pathname} is not served by the local warehouse`);
    }
    const bearer = /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? "")?.[1];
    const token = bearer ?? url.searchParams.get("token");
    if (token === null) throw new TinybirdError(403, "Authentication is required: send a token");
    const access = await services.tokens.resolve(token);
    await handler(services, exchange, access, rest);
  } catch (thrown) {
    if (response.headersSent || response.destroyed) return;
    const { status, message } = describe(thrown);
    sendJson(response, status, { error: message });
  }
}

function describe(thrown: unknown): { status: number; message: string } {
  if (thrown instanceof TinybirdError || thrown instanceof HttpError) return thrown;
  if (thrown instanceof EngineError) {
    const message = `[Error] ${thrown.message} (${thrown.codeName})`;
    if (isDiskFull(thrown)) return { status: 503, message };
    // Tinybird: 408 for time, 403 for tables it doesn't show, 429 for concurrency, 400 for all that the caller wrote.
    const status = { 159: 408, 202: 429, 241: 400, 60: 404 }[thrown.code];
    return { status: status ?? (thrown.code < 1000 ? 400 : 500), message };
  }
  return { status: 500, message: `Internal error: ${String(thrown)}` };
}
