import type { Context } from "hono";
import type { EdgeEnv } from "../../env.ts";
import { ConfigUnavailableError } from "../../snapshots/get-environment.ts";
import { busy } from "./capture/answers.ts";

export type EdgeContext = Context<{ Bindings: EdgeEnv }>;

/**
 * CORS as SDKs need it (WIRE.md 1.1), for SDK routes only: they are authorised by a public token in the request, so
 * any origin may call them. Never put this on routes that know session cookies.
 */
export function corsHeaders(request: Request, headers: Headers): void {
  const origin = request.headers.get("origin");
  headers.append("Vary", "Origin");
  if (origin === null) {
    headers.set("Access-Control-Allow-Origin", "*");
    return;
  }
  headers.set("Access-Control-Allow-Origin", origin);
  headers.set("Access-Control-Allow-Credentials", "true");
  headers.set("Access-Control-Expose-Headers", "Retry-After");
  if (request.method !== "OPTIONS") return;
  headers.set("Access-Control-Allow-Methods", "GET, POST, OPTIONS");
  headers.set("Access-Control-Allow-Headers", request.headers.get("access-control-request-headers") ?? "*");
  headers.set("Access-Control-Max-Age", "86400");
}

export type SdkHandler = (c: EdgeContext) => Response | Promise<Response>;

/**
 * A route of an SDK: preflights are answered, {@link corsHeaders} are on every answer, errors included (a browser
 * can't read any other). The handler's response must be its own, since those of bindings are immutable.
 */
export function sdkRoute(handler: SdkHandler, methods: readonly string[] = ["GET", "POST"]): SdkHandler {
  return async (c) => {
    const { method } = c.req;
    if (method === "OPTIONS") return sdkAnswer(c.req.raw, new Response(null, { status: 204 }));
    if (!methods.includes(method) && method !== "HEAD")
      return sdkAnswer(c.req.raw, methodNotAllowed(methods));
    return sdkAnswer(c.req.raw, (async () => handler(c))());
  };
}

/** What an SDK gets: the answer, or that of a failure, with {@link corsHeaders}. */
export async function sdkAnswer(request: Request, answer: Response | Promise<Response>): Promise<Response> {
  let response: Response;
  try {
    response = await answer;
  } catch (error) {
    response = failure(error);
  }
  corsHeaders(request, response.headers);
  return response;
}

function methodNotAllowed(methods: readonly string[]): Response {
  return new Response("Method not allowed.", { status: 405, headers: { Allow: methods.join(", ") } });
}

/** SDKs send again after 5xx, so nothing is lost while a part is away. */
function failure(error: unknown): Response {
  if (error instanceof ConfigUnavailableError) return busy(2);
  console.error("edge route failed", error);
  return new Response("Something went wrong here: try again later.", { status: 500 });
}
