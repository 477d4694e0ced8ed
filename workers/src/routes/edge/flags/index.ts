import type { Hono } from "hono";
import type { EdgeEnv } from "../../../env.ts";
import { corsHeaders } from "../cors.ts";
import { answerOfrep } from "../ofrep/evaluate.ts";
import { answerDefinitions } from "./definitions.ts";
import { answerFlags } from "./evaluate.ts";
import { answerRemoteConfig } from "./remote-config.ts";
import { streamChanges } from "./stream.ts";

const DEFINITIONS = ["/flags/definitions", "/api/feature_flag/local_evaluation"];

/** Flag routes of the edge (trailing slashes are the app's business). Register them before the `/api` catch-all. */
export function registerFlagRoutes(app: Hono<{ Bindings: EdgeEnv }>): void {
  for (const family of ["flags", "decide"] as const) {
    app.options(`/${family}`, (c) => preflight(c.req.raw));
    app.on(["GET", "POST"], `/${family}`, (c) =>
      answerFlags(c.req.raw, c.req.raw.url, c.env, c.executionCtx, family),
    );
  }
  app.options("/flags/stream", (c) => preflight(c.req.raw));
  app.get("/flags/stream", (c) => streamChanges(c.req.raw, c.env, c.executionCtx));
  for (const path of ["/ofrep/v1/evaluate/flags", "/ofrep/v1/evaluate/flags/:key"]) {
    app.options(path, (c) => preflight(c.req.raw));
    app.post(path, (c) => answerOfrep(c.req.raw, c.env, c.executionCtx, c.req.param("key") ?? null));
  }
  for (const path of DEFINITIONS) {
    app.options(path, (c) => preflight(c.req.raw));
    app.get(path, (c) => answerDefinitions(c.req.raw, c.env, c.executionCtx));
  }
  for (const root of ["projects", "environments"] as const) {
    app.get(`/api/${root}/:project/feature_flags/:key/remote_config`, (c) =>
      answerRemoteConfig(c.req.raw, c.env, c.executionCtx, c.req.param()),
    );
  }
}

function preflight(request: Request): Response {
  const response = new Response(null, { status: 204 });
  corsHeaders(request, response.headers);
  return response;
}
