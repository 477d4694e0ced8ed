import { createDatabase } from "@edgewise/db/mysql/client.ts";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { cors } from "hono/cors";
import { tracedFetch } from "./adapters/tracing/traced-fetch.ts";
import { type Deps, depsOf } from "./deps.ts";
import { DOCS_POLICY, docsPage } from "./http/api-docs.ts";
import { callerOf } from "./http/caller.ts";
import { countedWrites } from "./http/counted-writes.ts";
import { ApiError, notFound } from "./http/errors.ts";
import { answerError } from "./http/on-error.ts";
import { describeApi } from "./http/openapi.ts";
import { registerRoutes } from "./http/register.ts";
import { requestLog } from "./http/request-log.ts";
import { trace } from "./http/trace.ts";
import type { ApiHono, ApiHonoEnv } from "./http/types.ts";
import { API_ROUTES } from "./routes/api/index.ts";
import { registerInternal } from "./routes/api/internal/index.ts";
import { deliverSoon } from "./services/notifications/deliver.ts";

const MAX_BODY = 10 * 1024 * 1024;

/** The API Worker's routes: public REST, auth, queries. */
export function createApiApp(): ApiHono {
  const app = new Hono<ApiHonoEnv>({ strict: false });
  app.onError((error, c) => answerError(error, c));
  app.notFound((c) => answerError(notFound(), c));
  app.use(async (c, next) => {
    const requestId = c.req.header("cf-ray") ?? crypto.randomUUID();
    c.set("requestId", requestId);
    const deps = depsOf(c.env);
    const checked = deps.config.checkAudit ? auditChecks(deps) : {};
    c.set("deps", { ...deps, caller: callerOf(c.req.raw.headers), ...checked });
    c.header("X-Request-Id", requestId);
    c.header("Cache-Control", "private, no-store");
    await next();
  });
  app.use(trace);
  app.use(requestLog);
  app.use(
    cors({
      origin: (origin, c) => (c.get("deps").config.isTrustedOrigin(origin) ? origin : null),
      credentials: true,
      allowHeaders: ["Content-Type", "Authorization"],
      exposeHeaders: ["X-Request-Id", "Retry-After", "ETag"],
      maxAge: 3600,
    }),
  );
  app.use(
    bodyLimit({
      maxSize: MAX_BODY,
      async onError(c) {
        // A client that is still sending would see a broken connection instead of the answer.
        await c.req.raw.body?.pipeTo(new WritableStream()).catch(() => undefined);
        return answerError(new ApiError("too_large", `The body is larger than ${MAX_BODY} bytes.`), c);
      },
    }),
  );
  app.on(["GET", "POST"], "/api/auth/*", async (c) => {
    const deps = c.get("deps");
    const answer = await deps.auth.handler(c.req.raw);
    // Behind the answer, so that its time doesn't tell whether there was somebody to write to.
    if (c.req.method === "POST") deliverSoon(c.executionCtx, deps);
    return answer;
  });
  registerInternal(app);
  registerRoutes(app, API_ROUTES);
  app.get("/api/openapi.json", (c) => c.json(describeApi(API_ROUTES, c.get("deps").config.edgeUrl)));
  app.get("/api/docs", (c) => {
    c.header("Content-Security-Policy", DOCS_POLICY);
    return c.html(docsPage(API_ROUTES, c.get("deps").config.edgeUrl));
  });
  return app;
}

/** What a request writes is counted by a database client of its own. For tests. */
function auditChecks({ config, tracing }: Deps): Pick<Deps, "audited" | "db"> {
  const tables = new Set<string>();
  const send = countedWrites(tables, tracing ? tracedFetch(tracing) : fetch);
  return { audited: { entries: 0, tables }, db: createDatabase(config.database, send) };
}
