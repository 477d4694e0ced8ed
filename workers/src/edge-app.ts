import { Hono } from "hono";
import type { EdgeEnv } from "./env.ts";
import {
  type CaptureHandler,
  captureBatch,
  captureEvent,
  captureRoute,
} from "./routes/edge/capture/capture.ts";
import { captureV1 } from "./routes/edge/capture/v1.ts";
import { PRODUCT_LISTS, productList } from "./routes/edge/config/product-lists.ts";
import { arrayJs, configJs, configJson } from "./routes/edge/config/remote-config.ts";
import { type EdgeContext, type SdkHandler, sdkRoute } from "./routes/edge/cors.ts";
import { registerFlagRoutes } from "./routes/edge/flags/index.ts";
import { health } from "./routes/edge/health.ts";
import { LATER_PATHS, notEnabled } from "./routes/edge/later-products.ts";
import { metrics } from "./routes/edge/metrics.ts";
import { nowhere } from "./routes/edge/nowhere.ts";
import { recordSnapshots } from "./routes/edge/replay/record.ts";
import { replayLink } from "./routes/edge/replay-link.ts";
import { staticScript } from "./routes/edge/static/script.ts";

/** Capture by the router; what most events take goes past it (`edge-fetch.ts`). */
const captured =
  (handler: CaptureHandler): SdkHandler =>
  (c) =>
    handler(c.req.raw, c.req.raw.url, c.env, c.executionCtx);
const EVENTS = captured(captureEvent);
const BATCH = captured(captureBatch);

/** SDK routes, with or without trailing slash. */
const SDK_ROUTES: Readonly<Record<string, SdkHandler>> = {
  "/e": EVENTS,
  "/i/v0/e": EVENTS,
  "/capture": EVENTS,
  "/track": EVENTS,
  "/engage": captured(captureRoute({ kind: "event", defaultEvent: "$identify" })),
  "/batch": BATCH,
  "/i/v0/ai/batch": BATCH,
  "/i/v1/analytics/events": captureV1,
  "/s": recordSnapshots,
  "/array/:token/config": configJson,
  "/array/:token/config.js": configJs,
  "/array/:token/array.js": arrayJs,
  "/static/*": staticScript,
};

/** The edge Worker's routes: capture, flags, config, scripts; everything else under `/api` goes to the API Worker. */
export function createEdgeApp(): Hono<{ Bindings: EdgeEnv }> {
  const app = new Hono<{ Bindings: EdgeEnv }>({ strict: false });
  for (const path in SDK_ROUTES) app.all(path, sdkRoute(SDK_ROUTES[path]!));
  for (const [path, key] of Object.entries(PRODUCT_LISTS)) app.all(path, productList(key));
  for (const path of LATER_PATHS)
    app.all(
      path,
      sdkRoute(() => notEnabled(path)),
    );
  registerFlagRoutes(app);
  app.get("/project/:token/replay/:session", (c) => replayLink(c));
  app.get("/_health", health);
  app.get("/_metrics", metrics);
  app.all("/api/*", (c) => (isInternal(c.req.url) ? c.notFound() : c.env.API.fetch(c.req.raw)));
  // Not a route for "*": with one, each request runs through two handlers instead of one.
  const missing = sdkRoute(nowhere, ["GET", "POST", "PUT", "PATCH", "DELETE"]);
  app.notFound((c) => missing(c as EdgeContext));
  return app;
}

/** Read as the API Worker will read it: without dot segments and percent signs. */
function isInternal(url: string): boolean {
  const { pathname } = new URL(url);
  try {
    return decodeURIComponent(pathname).startsWith("/api/_internal");
  } catch {
    return false;
  }
}
