import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { ApiHonoEnv } from "./types.ts";

/** A span each request, named by its route, when traces are configured. It goes on with the edge's trace. */
export const trace: MiddlewareHandler<ApiHonoEnv> = async (c, next) => {
  const { tracing } = c.var.deps;
  if (!tracing) return next();
  const { method } = c.req;
  const options = {
    kind: SpanKind.SERVER,
    attributes: { "http.request.method": method, "edgewise.request_id": c.var.requestId },
    parent: c.req.raw.headers,
  };
  await tracing.span(method, options, async (span) => {
    await next();
    const route = routePath(c, -1);
    span.updateName(`${method} ${route}`);
    span.setAttributes({ "http.route": route, "http.response.status_code": c.res.status });
    if (c.res.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  });
  c.executionCtx.waitUntil(tracing.flush());
};
