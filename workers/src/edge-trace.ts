import { type Span, SpanKind } from "@opentelemetry/api";
import { tracingOf } from "./adapters/tracing/tracing.ts";
import type { EdgeEnv } from "./env.ts";

type EdgeHandler = (request: Request, env: EdgeEnv, ctx: ExecutionContext) => Response | Promise<Response>;

/** The edge's handler with a span each request, when traces are configured; else what it was. */
export const tracedEdge =
  (handler: EdgeHandler): EdgeHandler =>
  (request, env, ctx) => {
    const tracing = tracingOf(env, "edge");
    if (!tracing) return handler(request, env, ctx);
    const { pathname } = new URL(request.url);
    const attributes = { "http.request.method": request.method, "edgewise.path": classOf(pathname) };
    const work = async (span: Span) => {
      const answer = await handler(passedOn(request, pathname, tracing.traceparent()), env, ctx);
      span.setAttribute("http.response.status_code", answer.status);
      return answer;
    };
    const name = `${request.method} ${classOf(pathname)}`;
    const answer = tracing.span(name, { kind: SpanKind.SERVER, attributes }, work);
    ctx.waitUntil(answer.then(tracing.flush, tracing.flush));
    return answer;
  };

/** The API continues the trace. What a stranger's own `traceparent` says decides nothing here. */
function passedOn(request: Request, pathname: string, traceparent: string | undefined): Request {
  if (!pathname.startsWith("/api/") || traceparent === undefined) return request;
  const headers = new Headers(request.headers);
  headers.set("traceparent", traceparent);
  return new Request(request, { headers });
}

/** What kind of path it is, without tokens and names in it. */
const classOf = (pathname: string): string =>
  /^\/(?:api|static|array)\//.exec(pathname)?.[0].concat("*") ?? pathname.replace(/\/$/, "").slice(0, 60);
