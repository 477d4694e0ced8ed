import type { EdgeEnv } from "../../../env.ts";
import {
  ConfigUnavailableError,
  type EnvironmentState,
  getEnvironment,
  getEnvironmentById,
} from "../../../snapshots/get-environment.ts";
import { corsHeaders } from "../cors.ts";
import { authorise, environmentOfKey } from "./authorise.ts";

type Background = Pick<ExecutionContext, "waitUntil">;

/** An error body as the public API words it. */
export function apiError(
  request: Request,
  status: number,
  type: string,
  code: string,
  detail: string,
): Response {
  return json(request, status, JSON.stringify({ type, code, detail, attr: null }));
}

export function json(
  request: Request,
  status: number,
  body: string | null,
  headers: HeadersInit = {},
): Response {
  const response = new Response(body, { status, headers });
  if (body !== null) response.headers.set("Content-Type", "application/json");
  corsHeaders(request, response.headers);
  return response;
}

/** Runs `handle` for the environment of the number in the path, of `?token=` or of the key itself, when its key allows it. */
export async function withKey(
  request: Request,
  env: EdgeEnv,
  ctx: Background,
  environmentId: number | null,
  handle: (state: EnvironmentState) => Response | Promise<Response>,
): Promise<Response> {
  const token = new URL(request.url).searchParams.get("token") ?? "";
  try {
    const id = environmentId ?? (token === "" ? await environmentOfKey(request, env) : null);
    if (id === undefined) return unavailable(request, "Keys can't be checked now.");
    const state =
      id === null ? token && (await getEnvironment(env, ctx, token)) : await getEnvironmentById(env, ctx, id);
    if (!state) return apiError(request, 401, "authentication_error", "invalid_token", NO_TOKEN);
    const isAllowed = await authorise(request, env, state);
    if (isAllowed === null) return unavailable(request, "Keys can't be checked now.");
    if (!isAllowed) return apiError(request, 401, "authentication_error", "authentication_failed", NO_KEY);
    return await handle(state);
  } catch (error) {
    if (!(error instanceof ConfigUnavailableError)) throw error;
    return unavailable(request, error.message);
  }
}

const NO_TOKEN = "Unknown project: send its token as ?token=phc_… in the address.";
const NO_KEY =
  "The key is not valid for this project: send `Authorization: Bearer` with a secret key (phs_…) or a personal key (phx_…) that may read feature flags.";

function unavailable(request: Request, detail: string): Response {
  const response = apiError(request, 503, "server_error", "unavailable", `${detail} Try again.`);
  response.headers.set("Retry-After", "1");
  return response;
}
