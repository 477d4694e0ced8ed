import { createEdgeApp } from "./edge-app.ts";
import type { EdgeEnv } from "./env.ts";
import { captureBatch, captureEvent } from "./routes/edge/capture/capture.ts";
import { sdkAnswer } from "./routes/edge/cors.ts";
import { answerFlags } from "./routes/edge/flags/evaluate.ts";

const app = createEdgeApp();

/** The path of what SDKs call most, with or without slash, in an absolute URL. */
const HOT = /^https?:\/\/[^/?#]*\/(flags|batch|e|i\/v0\/e|capture)\/?(?:\?|$)/;

/**
 * The edge's one handler. Flags and events go past the router, which costs as much as evaluating ten flags or building
 * three rows; everything else, preflights too, is routed.
 */
export function edgeFetch(
  request: Request,
  env: EdgeEnv,
  ctx: ExecutionContext,
): Response | Promise<Response> {
  if (request.method === "POST") {
    const { url } = request;
    const path = HOT.exec(url)?.[1];
    if (path === "flags") return answerFlags(request, url, env, ctx, "flags");
    if (path !== undefined) {
      const capture = path === "batch" ? captureBatch : captureEvent;
      return sdkAnswer(request, capture(request, url, env, ctx));
    }
  }
  return app.fetch(request, env, ctx);
}
