/** Products SDKs can send to that have no store yet: nothing is accepted silently, and remote config keeps them off. */
const LATER: Readonly<Record<string, string>> = {
  "/i/v1/logs": "logs",
  "/i/v1/metrics": "metrics",
  "/i/v1/traces": "traces",
  "/i/v0/ai": "ai_otel",
  "/i/v0/ai/otel": "ai_otel",
  "/api/conversations/v1/widget/*": "conversations",
};

export const LATER_PATHS = Object.keys(LATER);

/** 404 is final for every SDK: it drops the batch at once and says so, instead of retrying (WIRE.md 1.11). */
export function notEnabled(route: string): Response {
  const product = LATER[route] ?? "unknown";
  const body = {
    type: "invalid_request",
    code: "not_enabled",
    detail: `${product} is not enabled on this host.`,
    attr: null,
  };
  return Response.json(body, { status: 404 });
}
