import type { Captured } from "@edgewise/core/events/accept.ts";
import { ENVELOPE_ERRORS, readEnvelope } from "@edgewise/core/events/envelope.ts";
import type { BodyKind } from "@edgewise/core/events/limits.ts";
import { REJECTIONS, type RejectionReason } from "@edgewise/core/events/reasons.ts";
import { querySentAt } from "@edgewise/core/events/time.ts";
import type { EdgeEnv } from "../../../env.ts";
import { wrongHost } from "../../../regions/hosts.ts";
import { freshEnvironment, getEnvironment } from "../../../snapshots/get-environment.ts";
import { readJsonBody } from "../decode-body.ts";
import { accepted, busy, refusal } from "./answers.ts";
import { build } from "./build.ts";
import { type EnvironmentPlace, store } from "./store.ts";

interface CaptureRoute {
  readonly kind: BodyKind;
  /** Event name of items without one. */
  readonly defaultEvent?: string;
}

/** Takes a request and its address. */
export type CaptureHandler = (
  request: Request,
  address: string,
  env: EdgeEnv,
  ctx: Pick<ExecutionContext, "waitUntil">,
) => Promise<Response>;

const NO_QUERY = new URL("http://edge");

export const UNKNOWN_TOKEN = "The project token is unknown: check `api_key` (phc_…) and the host.";

/**
 * Reads a request and builds its events, or refuses it. A function of its own, since the body and what was parsed of it
 * would live on in the one that waits for the disk, and the collector would copy it all meanwhile.
 */
async function read(
  { kind, defaultEvent }: CaptureRoute,
  now: number,
  ...[request, address, env, ctx]: Parameters<CaptureHandler>
): Promise<Response | { readonly place: EnvironmentPlace; readonly captured: Captured }> {
  const url = address.includes("?") ? new URL(address) : NO_QUERY;
  const body = await readJsonBody(request, url, kind);
  if (!body.ok) return refusal(body.status, body.detail);
  const query = url.search === "" ? null : url.searchParams;
  const found = readEnvelope(
    body.value,
    query?.get("token") ?? query?.get("api_key") ?? "",
    query ? querySentAt(query.get("_") ?? query.get("sent_at") ?? undefined) : Number.NaN,
  );
  if (!found.ok) return refusal(ENVELOPE_ERRORS[found.code].status, ENVELOPE_ERRORS[found.code].detail);
  const { envelope } = found;
  const state = freshEnvironment(envelope.token) ?? (await getEnvironment(env, ctx, envelope.token));
  if (!state) return refusal(401, UNKNOWN_TOKEN);
  const wrong = wrongHost(env, address, state.region);
  if (wrong !== null) return refusal(401, wrong);
  const plain =
    body.plain === null ? undefined : { text: body.plain, wrapped: body.value !== envelope.events };
  const captured = await build(request, env, ctx, state, envelope, now, { plain, defaultEvent });
  return { place: { environmentId: state.environment.id, region: state.region }, captured };
}

/** The event routes of every SDK generation: decode, check each event alone, answer once everything is durable. */
export function captureRoute(route: CaptureRoute): CaptureHandler {
  return async (request, address, env, executionCtx) => {
    const now = Date.now();
    const built = await read(route, now, request, address, env, executionCtx);
    if (built instanceof Response) return built;
    const { place, captured } = built;
    const stored = await store(env, executionCtx, place, now, captured);
    if (stored.retryAfterSeconds > 0) return busy(stored.retryAfterSeconds);
    const { report, events } = captured;
    const first = report.rejections[0];
    const nothingElse =
      events.length === 0 &&
      report.warnings.length === 0 &&
      Object.keys(report.overLimit).length === 0 &&
      Object.keys(report.dropped).length === 0;
    if (first && first.reason !== "do_not_track" && nothingElse)
      return refusal(400, REJECTIONS[first.reason as RejectionReason]);
    return accepted(report.overLimit, stored.limits, route.kind === "batch");
  };
}

export const captureEvent = captureRoute({ kind: "event" });
export const captureBatch = captureRoute({ kind: "batch" });
