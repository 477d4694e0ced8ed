import { ApiError } from "./errors.ts";
import type { ApiContext } from "./types.ts";

/** Turns what a handler threw into an answer. Unknown errors are logged and tell the caller only a request id. */
export function answerError(error: unknown, c: ApiContext): Response {
  if (error instanceof ApiError) {
    const { retryAfterSeconds } = error.options;
    if (retryAfterSeconds !== undefined) c.header("Retry-After", String(Math.ceil(retryAfterSeconds)));
    return c.json(error.body(), error.status);
  }
  const requestId = c.get("requestId");
  console.error(
    JSON.stringify({ requestId, method: c.req.method, path: c.req.path, error: describe(error) }),
  );
  const body = new ApiError("error", `A server error occurred. Request ID: ${requestId}.`).body();
  return c.json(body, 500);
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `\ncaused by ${describe(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
