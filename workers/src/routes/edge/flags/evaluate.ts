import type { CompiledFlags } from "@edgewise/core/flags/compile.ts";
import { evaluate } from "@edgewise/core/flags/evaluate.ts";
import { type FlagsBody, readFlagsBody } from "@edgewise/core/flags/flags-request.ts";
import { type AnswerFormat, answerBody } from "@edgewise/core/flags/respond.ts";
import type { FlagResult } from "@edgewise/core/flags/result.ts";
import { detectRuntime, type Runtime } from "@edgewise/core/flags/runtime.ts";
import { selectFlags } from "@edgewise/core/flags/select.ts";
import type { EdgeEnv } from "../../../env.ts";
import { wrongHost } from "../../../regions/hosts.ts";
import {
  ConfigUnavailableError,
  type EnvironmentState,
  environmentSince,
  freshEnvironment,
  getEnvironment,
} from "../../../snapshots/get-environment.ts";
import { corsHeaders } from "../cors.ts";
import { readJsonBody } from "../decode-body.ts";
import { configText } from "./config-text.ts";
import { asVisitor, isCookieless } from "./cookieless.ts";
import { type Query, queryOf } from "./query.ts";
import { requestId } from "./request-id.ts";
import { type Overlay, overlayContext } from "./stored-context.ts";
import { countRequest } from "./usage.ts";

/** Paths that share the evaluation; they differ in their answers and in what no version means. */
export type Family = "flags" | "decide";

const FORMATS: Readonly<Record<Family, Readonly<Record<string, AnswerFormat>>>> = {
  flags: { "1": "flags-1", "2": "flags-2", "3": "flags-3" },
  decide: { "1": "decide-1", "2": "decide-2", "3": "decide-3", "4": "decide-4" },
};

type Background = Pick<ExecutionContext, "waitUntil">;

/** `/flags/` and `/decide/`. `rawUrl` is the request's: asking for it twice costs twice. */
export async function answerFlags(
  request: Request,
  rawUrl: string,
  env: EdgeEnv,
  ctx: Background,
  family: Family,
): Promise<Response> {
  const url = queryOf(rawUrl);
  const decoded = await readJsonBody(request, url, "flags");
  if (!decoded.ok) return text(request, decoded.status, decoded.detail);
  const read = readFlagsBody(decoded.value);
  if (!read.ok) return text(request, read.status, read.detail);
  try {
    const { token } = read.body;
    const state = await stateOf(url, env, ctx, token);
    if (state === null) return text(request, 401, UNKNOWN_TOKEN);
    const wrong = wrongHost(env, rawUrl, state.region);
    if (wrong !== null) return text(request, 401, wrong);
    const body = isCookieless(read.body)
      ? await asVisitor(request, env, state, decoded.value, read.body)
      : read.body;
    return await answer(request, url, env, ctx, state, body, family);
  } catch (error) {
    // The stack ended inside somebody's value.
    if (error instanceof RangeError) return text(request, 400, "The body is nested too deep.");
    if (!(error instanceof ConfigUnavailableError)) throw error;
    return text(request, 503, error.message, { "Retry-After": "1" });
  }
}

/** At once when memory is fresh; `?min_version=` is for callers who were told of a change. */
function stateOf(
  url: Query,
  env: EdgeEnv,
  ctx: Background,
  token: string,
): EnvironmentState | null | Promise<EnvironmentState | null> {
  if (url.search.includes("min_version="))
    return environmentSince(env, ctx, token, Number(url.searchParams.get("min_version")) || 0);
  return freshEnvironment(token) ?? getEnvironment(env, ctx, token);
}

const UNKNOWN_TOKEN = "The project token is invalid: copy it from the project's settings (phc_…).";

async function answer(
  request: Request,
  url: Query,
  env: EdgeEnv,
  ctx: Background,
  state: EnvironmentState,
  body: FlagsBody,
  family: Family,
): Promise<Response> {
  const { environment } = state;
  const quotaLimited = environment.overLimit.includes("feature_flags");
  const deciding = body.disableFlags || quotaLimited ? NOTHING : decide(request, url, env, state, body);
  const decided = deciding instanceof Promise ? await deciding : deciding;
  if (!body.disableFlags && !quotaLimited) countRequest(request, env, ctx, state, "flags", decided.results);
  const query = url.searchParams;
  const withConfig = family === "decide" || query.get("config") === "true";
  const format = FORMATS[family][query.get("v") ?? "1"] ?? (family === "flags" ? "flags-2" : "decide-4");
  const answered = answerBody(format, decided.results, {
    requestId: requestId(),
    evaluatedAt: Date.now(),
    hasErrors: decided.hasErrors,
    quotaLimited,
    minimalFlagCalledEvents: environment.settings.minimalFlagCalledEvents === true,
    config: withConfig ? configText(state, body.token, family) : undefined,
  });
  return new Response(answered, { headers: jsonHeaders(request) });
}

const ANY_ORIGIN = new Headers({
  "Content-Type": "application/json",
  Vary: "Origin",
  "Access-Control-Allow-Origin": "*",
});

/** {@link corsHeaders} of a simple request, given at once: the runtime takes ready `Headers` fastest. */
function jsonHeaders(request: Request): Headers {
  const origin = request.headers.get("origin");
  if (origin === null) return ANY_ORIGIN;
  return new Headers({
    "Content-Type": "application/json",
    Vary: "Origin",
    "Access-Control-Allow-Origin": origin,
    "Access-Control-Allow-Credentials": "true",
    "Access-Control-Expose-Headers": "Retry-After",
  });
}

export interface Decided {
  readonly results: readonly FlagResult[];
  readonly hasErrors: boolean;
}

const NOTHING: Decided = { results: [], hasErrors: false };

function runtimeOf(request: Request, compiled: CompiledFlags): Runtime {
  return compiled.usesRuntime ? detectRuntime((name) => request.headers.get(name)) : "unknown";
}

/** Answers of all flags that the caller may see: at once, unless stored properties must be read. */
export function decide(
  request: Request,
  url: Query,
  env: EdgeEnv,
  state: EnvironmentState,
  body: FlagsBody,
): Decided | Promise<Decided> {
  const compiled = state.flags;
  const selection = selectFlags(compiled, {
    runtime: body.runtime ?? runtimeOf(request, compiled),
    contexts: body.contexts,
    surveysOnly: url.searchParams.get("only_evaluate_survey_feature_flags") === "true",
    keys: body.keys,
  });
  const { only, hidden } = selection;
  const withOverlay = ({ stored, isPartial }: Overlay): Decided => {
    const results = evaluate(compiled, body, { now: Date.now(), only, hidden, isPartial }, stored);
    return { results, hasErrors: isPartial || results.some(({ failed }) => failed) };
  };
  const overlay = overlayContext(request, env, state, selection, body);
  return overlay instanceof Promise ? overlay.then(withOverlay) : withOverlay(overlay);
}

function text(request: Request, status: number, detail: string, headers: HeadersInit = {}): Response {
  const response = new Response(detail, { status, headers });
  response.headers.set("Content-Type", "text/plain; charset=utf-8");
  corsHeaders(request, response.headers);
  return response;
}
