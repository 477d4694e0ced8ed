import { flagDefinitions } from "@edgewise/core/flags/definitions.ts";
import { sha1Hex } from "@edgewise/core/flags/hash/sha1.ts";
import { utf8 } from "@edgewise/core/flags/hash/utf8.ts";
import type { EdgeEnv } from "../../../env.ts";
import type { EnvironmentState } from "../../../snapshots/get-environment.ts";
import { json, withKey } from "./key-route.ts";
import { countRequest } from "./usage.ts";

interface Prepared {
  readonly body: string;
  readonly etag: string;
}

const prepared = new WeakMap<EnvironmentState, Prepared>();

/** Body and tag, once a snapshot. */
function prepare(state: EnvironmentState): Prepared {
  let known = prepared.get(state);
  if (known === undefined) {
    const body = JSON.stringify(flagDefinitions(state.snapshot, state.environment));
    known = { body, etag: `W/"${sha1Hex(utf8(body))}"` };
    prepared.set(state, known);
  }
  return known;
}

/** What SDKs poll to evaluate flags themselves; 304 while nothing changed. */
export function answerDefinitions(
  request: Request,
  env: EdgeEnv,
  ctx: Pick<ExecutionContext, "waitUntil">,
): Promise<Response> {
  return withKey(request, env, ctx, null, (state) => {
    countRequest(request, env, ctx, state, "definitions");
    const { body, etag } = prepare(state);
    const headers = { ETag: etag, "Cache-Control": "private, must-revalidate" };
    const isKnown = matches(request.headers.get("if-none-match"), etag);
    return isKnown ? json(request, 304, null, headers) : json(request, 200, body, headers);
  });
}

/** Weak comparison (RFC 9110, 13.1.2). */
function matches(header: string | null, etag: string): boolean {
  if (header === null) return false;
  const bare = (tag: string) => tag.trim().replace(/^W\//, "");
  return header.trim() === "*" || header.split(",").some((tag) => bare(tag) === bare(etag));
}
