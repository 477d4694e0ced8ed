import type { EdgeEnv } from "../../../env.ts";
import { objectIn } from "../../../regions/objects.ts";
import { ConfigUnavailableError, getEnvironment } from "../../../snapshots/get-environment.ts";
import { corsHeaders } from "../cors.ts";
import { apiError } from "./key-route.ts";

/**
 * Server-sent events for SDKs that want changes at once: `?token=` or the token as bearer. Readers come back with
 * `Last-Event-ID` (or `?last_event_id=`), the version they know.
 */
export async function streamChanges(
  request: Request,
  env: EdgeEnv,
  ctx: Pick<ExecutionContext, "waitUntil">,
): Promise<Response> {
  const { searchParams: query } = new URL(request.url);
  const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  const token = query.get("token") ?? bearer ?? "";
  try {
    const state = await getEnvironment(env, ctx, token);
    if (state === null)
      return apiError(
        request,
        401,
        "authentication_error",
        "invalid_token",
        "Unknown project token: send ?token=phc_….",
      );
    const after = request.headers.get("last-event-id") ?? query.get("last_event_id") ?? "0";
    const asked = new URLSearchParams({ environment: String(state.environment.id), token, after });
    const object = objectIn(
      env.CONFIG as DurableObjectNamespace,
      env,
      state.region,
      `project:${state.projectId}`,
    );
    const stream = await object.fetch(`https://config.internal/stream?${asked}`);
    const response = new Response(stream.body, stream);
    corsHeaders(request, response.headers);
    return response;
  } catch (error) {
    if (!(error instanceof ConfigUnavailableError)) throw error;
    const response = apiError(request, 503, "server_error", "unavailable", error.message);
    response.headers.set("Retry-After", "2");
    return response;
  }
}
