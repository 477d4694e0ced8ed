import { createEdgeApp } from "./edge-app.ts";
import type { EdgeEnv } from "./env.ts";
import { answerFlags } from "./routes/edge/flags/evaluate.ts";

const app = createEdgeApp();

/** The path of `/flags`, with or without slash, in an absolute URL. */
const FLAGS = /^https?:\/\/[^/?#]*\/flags\/?(?:\?|$)/;

/**
 * The edge's one handler. `/flags` goes past the router, which costs as much as evaluating ten flags;
 * everything else, preflights too, is routed.
 */
export function edgeFetch(
  request: Request,
  env: EdgeEnv,
  ctx: ExecutionContext,
): Response | Promise<Response> {
  if (request.method === "POST") {
    const { url } = request;
    if (FLAGS.test(url)) return answerFlags(request, url, env, ctx, "flags");
  }
  return app.fetch(request, env, ctx);
}
