import type { JsonObject } from "@edgewise/core/events/types.ts";
import { sha1Hex } from "@edgewise/core/flags/hash/sha1.ts";
import { utf8 } from "@edgewise/core/flags/hash/utf8.ts";
import { type OfrepErrorCode, ofrepEntry, readOfrepContext } from "@edgewise/core/flags/ofrep.ts";
import type { EdgeEnv } from "../../../env.ts";
import {
  ConfigUnavailableError,
  type EnvironmentState,
  getEnvironment,
  getEnvironmentById,
} from "../../../snapshots/get-environment.ts";
import { readJsonBody } from "../decode-body.ts";
import { environmentOfKey } from "../flags/authorise.ts";
import { decide } from "../flags/evaluate.ts";
import { queryOf } from "../flags/query.ts";
import { countRequest } from "../flags/usage.ts";
import { answerJson, failure } from "./answers.ts";

type Background = Pick<ExecutionContext, "waitUntil">;

const STATUS: Readonly<Record<OfrepErrorCode, number>> = {
  PARSE_ERROR: 400,
  TARGETING_KEY_MISSING: 400,
  INVALID_CONTEXT: 400,
  FLAG_NOT_FOUND: 404,
  GENERAL: 500,
};

/**
 * OpenFeature's remote evaluation: one flag (`key`), or all with an ETag. The caller shows the project token, or a
 * secret or personal key, as bearer or `X-API-Key`.
 */
export async function answerOfrep(
  request: Request,
  env: EdgeEnv,
  ctx: Background,
  key: string | null,
): Promise<Response> {
  try {
    const state = await stateOf(request, env, ctx);
    if (state === null)
      return answerJson(request, 401, {
        errorDetails: "Send the project token (phc_…) as bearer or X-API-Key.",
      });
    return await answer(request, env, ctx, state, key);
  } catch (error) {
    if (error instanceof RangeError)
      return failed(request, key, "INVALID_CONTEXT", "The context is nested too deep.");
    if (!(error instanceof ConfigUnavailableError)) throw error;
    const response = answerJson(request, 503, { errorDetails: error.message });
    response.headers.set("Retry-After", "1");
    return response;
  }
}

async function stateOf(request: Request, env: EdgeEnv, ctx: Background): Promise<EnvironmentState | null> {
  const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  const token = bearer ?? request.headers.get("x-api-key")?.trim() ?? "";
  if (token.startsWith("phc_")) return await getEnvironment(env, ctx, token);
  const id = await environmentOfKey(request, env);
  if (id === undefined) throw new ConfigUnavailableError("this key");
  return id === null ? null : await getEnvironmentById(env, ctx, id);
}

async function answer(
  request: Request,
  env: EdgeEnv,
  ctx: Background,
  state: EnvironmentState,
  key: string | null,
): Promise<Response> {
  const query = queryOf("");
  const decoded = await readJsonBody(request, query, "flags");
  if (!decoded.ok) return failed(request, key, "PARSE_ERROR", decoded.detail);
  const token = state.environment.tokens[0] ?? "";
  const read = readOfrepContext(decoded.value, token);
  if (!read.ok) return failed(request, key, read.code, read.detail);
  if (state.environment.overLimit.includes("feature_flags"))
    return answerJson(request, 429, { errorDetails: "The project's limit of flag requests is used up." });
  const known = state.flags.flags.find(({ definition }) => definition.key === key);
  if (key !== null && known === undefined)
    return failed(request, key, "FLAG_NOT_FOUND", `There is no flag "${key}".`);
  const body = key === null ? read.body : { ...read.body, keys: [key] };
  const { results } = await decide(request, query, env, state, body);
  countRequest(request, env, ctx, state, "flags", results);
  const remote = new Set(
    state.snapshot.flags.filter((flag) => flag.is_remote_configuration).map((flag) => flag.key),
  );
  const entries = results.map((result) => ofrepEntry(result, remote.has(result.key)));
  if (key === null) return bulk(request, entries);
  const [entry] = entries;
  // Switched off, or not for this runtime or context.
  if (entry === undefined)
    return answerJson(request, 200, { key, value: false, reason: "DISABLED", variant: "off", metadata: {} });
  return answerJson(request, "errorCode" in entry ? 500 : 200, entry);
}

function bulk(request: Request, flags: readonly JsonObject[]): Response {
  const text = JSON.stringify({ flags });
  const etag = `W/"${sha1Hex(utf8(text))}"`;
  const given = request.headers.get("if-none-match")?.split(",") ?? [];
  const isKnown = given.some((tag) => tag.trim().replace(/^W\//, "") === etag.slice(2));
  const response = isKnown ? answerJson(request, 304, null) : answerJson(request, 200, text);
  response.headers.set("ETag", etag);
  return response;
}

const failed = (request: Request, key: string | null, code: OfrepErrorCode, detail: string): Response =>
  answerJson(request, STATUS[code], failure(key, code, detail));
