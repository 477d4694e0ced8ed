import type { Outcome } from "@edgewise/core/events/accept.ts";
import { ENVELOPE_ERRORS, readV1Envelope, v1TokenError } from "@edgewise/core/events/envelope.ts";
import { wrongHost } from "../../../regions/hosts.ts";
import { getEnvironment } from "../../../snapshots/get-environment.ts";
import type { EdgeContext } from "../cors.ts";
import { readJsonBody } from "../decode-body.ts";
import { build } from "./build.ts";
import { UNKNOWN_TOKEN } from "./capture.ts";
import { store } from "./store.ts";

const error = (status: 400 | 401 | 413, detail: string): Response =>
  Response.json({ error: detail }, { status });

interface V1Result {
  readonly result: "ok" | "warning" | "drop" | "retry";
  readonly details: string | null;
}

function resultOf(outcome: Outcome, failed: ReadonlySet<string>): V1Result {
  if (outcome.result !== "drop" && failed.has(outcome.uuid))
    return { result: "retry", details: "store_busy" };
  return { result: outcome.result, details: outcome.details };
}

/**
 * Capture V1 (WIRE.md 1.5): one result for each uuid; only those marked `retry` are sent again. The token stands in a
 * header: it is judged before the body.
 */
export async function captureV1(c: EdgeContext): Promise<Response> {
  const now = Date.now();
  const { env, executionCtx } = c;
  const request = c.req.raw;
  const token = /^bearer\s+(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
  const tokenError = v1TokenError(token);
  if (tokenError) return error(401, ENVELOPE_ERRORS[tokenError].detail);
  const state = await getEnvironment(env, executionCtx, token);
  if (!state) return error(401, UNKNOWN_TOKEN);
  const wrong = wrongHost(env, request.url, state.region);
  if (wrong !== null) return error(401, wrong);
  const body = await readJsonBody(request, new URL(request.url), "batch");
  if (!body.ok) return error(body.status, body.detail);
  const read = readV1Envelope(body.value, {
    token,
    sentAt: request.headers.get("posthog-request-timestamp") ?? undefined,
    sdkInfo: request.headers.get("posthog-sdk-info") ?? undefined,
  });
  if (!read.ok) return error(ENVELOPE_ERRORS[read.code].status, ENVELOPE_ERRORS[read.code].detail);
  const captured = await build(request, env, executionCtx, state, read.envelope, now);
  const place = { environmentId: state.environment.id, region: state.region };
  const stored = await store(env, executionCtx, place, now, captured);
  const results: Record<string, V1Result> = {};
  for (const outcome of captured.outcomes) {
    if (outcome.uuid !== "") results[outcome.uuid] = resultOf(outcome, stored.failed);
  }
  const headers: HeadersInit =
    stored.retryAfterSeconds > 0 ? { "Retry-After": String(stored.retryAfterSeconds) } : {};
  return Response.json({ results }, { headers });
}
