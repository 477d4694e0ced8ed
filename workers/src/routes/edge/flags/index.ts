import type { Hono } from "hono";
import type { EdgeEnv } from "../../../env.ts";
import { corsHeaders } from "../cors.ts";
import { answerDefinitions } from "./definitions.ts";
import { answerFlags } from "./evaluate.ts";
import { answerRemoteConfig } from "./remote-config.ts";

const EVALUATE = {
  "/flags": "flags",
  "/flags/": "flags",
  "/decide": "decide",
  "/decide/": "decide",
} as const;
const DEFINITIONS = [
  "/flags/definitions",
  "/flags/definitions/",
  "/api/feature_flag/local_evaluation",
  "/api/feature_flag/local_evaluation/",
];
const REMOTE_CONFIG = "/api/projects/:project/feature_flags/:key/remote_config";

/** Flag routes of the edge. Register them before the catch-all that passes `/api` on. */
export function registerFlagRoutes(app: Hono<{ Bindings: EdgeEnv }>): void {
  for (const [path, family] of Object.entries(EVALUATE)) {
    app.options(path, (c) => preflight(c.req.raw));
    app.on(["GET", "POST"], path, (c) => answerFlags(c.req.raw, c.env, c.executionCtx, family));
  }
  for (const path of DEFINITIONS) {
    app.options(path, (c) => preflight(c.req.raw));
    app.get(path, (c) => answerDefinitions(c.req.raw, c.env, c.executionCtx));
  }
  for (const path of [REMOTE_CONFIG, `${REMOTE_CONFIG}/`] as const) {
    app.get(path, (c) => answerRemoteConfig(c.req.raw, c.env, c.executionCtx, c.req.param()));
  }
}

function preflight(request: Request): Response {
  const response = new Response(null, { status: 204 });
  corsHeaders(request, response.headers);
  return response;
}
