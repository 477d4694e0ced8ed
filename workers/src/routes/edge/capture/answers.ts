import { QUOTA_KEYS } from "@edgewise/core/events/lanes.ts";
import type { Lane } from "@edgewise/core/events/types.ts";
import type { Limits } from "./store.ts";

const NONE: ReadonlySet<Lane> = new Set();
const JSON_HEADERS = { "Content-Type": "application/json" };

/** Plain text, as SDKs log it. */
export function refusal(status: 400 | 401 | 404 | 413, detail: string): Response {
  return new Response(detail, { status, headers: { "Content-Type": "text/plain; charset=utf-8" } });
}

/** Back-pressure that every SDK retries: never 429 or 413, which browsers drop (WIRE.md 1.3). */
export function busy(retryAfterSeconds: number): Response {
  return new Response("The event store is busy: try again later.", {
    status: 503,
    headers: {
      "Content-Type": "text/plain; charset=utf-8",
      "Retry-After": String(Math.ceil(retryAfterSeconds)),
    },
  });
}

/**
 * Success is exactly 200. Lanes over their limit are named in `quota_limited` (WIRE.md 1.3) to SDKs that only read the status
 * (`isHeedless`); browsers drop what they meet for a minute when they read it, so they are told only when the organisation
 * wants that: else totals would not be exact.
 */
export function accepted(
  overLimit: Readonly<Partial<Record<Lane, number>>>,
  limits: Limits,
  isHeedless: boolean,
): Response {
  const told = isHeedless || limits.pause ? limits.lanes : NONE;
  if (told.size === 0 && Object.keys(overLimit).length === 0)
    return new Response('{"status":1}', { headers: JSON_HEADERS });
  const lanes = new Set([...(Object.keys(overLimit) as Lane[]), ...told]);
  const limited = Array.from(lanes, (lane) => QUOTA_KEYS[lane]);
  return new Response(JSON.stringify({ status: 1, quota_limited: limited }), { headers: JSON_HEADERS });
}
