import type { EdgeEnv } from "../../../env.ts";
import { sha256Hex } from "../../../http/hash.ts";
import type { EnvironmentState } from "../../../snapshots/get-environment.ts";
import { askApi } from "./ask-api.ts";

/** What a personal key may do here. */
const SCOPE = "feature_flag:read";
const CACHE_MS = 10_000;
const MAX_CACHED = 1_000;

const answers = new Map<string, { readonly ok: boolean; readonly until: number }>();

/**
 * May the bearer of this request read flag definitions of the environment? Secret keys (`phs_…`) are known by their
 * hash, personal ones (`phx_…`) are asked for at the API Worker.
 * @returns null when the API Worker can't say
 */
export async function authorise(
  request: Request,
  env: EdgeEnv,
  state: EnvironmentState,
): Promise<boolean | null> {
  const key = bearerOf(request);
  if (key.startsWith("phs_")) return state.acceptsSecretKey(await sha256Hex(key));
  if (!key.startsWith("phx_")) return false;
  const name = `${await sha256Hex(key)}:${state.projectId}`;
  const known = answers.get(name);
  if (known !== undefined && known.until > Date.now()) return known.ok;
  const ok = await verify(env, key, state.projectId);
  // A key that worked keeps working while the API Worker is down.
  if (ok === null) return known?.ok ? true : null;
  if (answers.size >= MAX_CACHED) answers.clear();
  answers.set(name, { ok, until: Date.now() + CACHE_MS });
  return ok;
}

async function verify(env: EdgeEnv, key: string, projectId: number): Promise<boolean | null> {
  const answer = await askApi<{ ok: boolean }>(env, "verify-key", { key, projectId, scope: SCOPE });
  return answer && answer.ok === true;
}

function bearerOf(request: Request): string {
  return /^Bearer\s+(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
}

const places = new Map<string, { readonly id: number | null; readonly until: number }>();

/**
 * The environment that a request without a project token is about: a secret key's own, or where the owner of a personal
 * key works now. Undefined when the API Worker can't say, null when the key leads nowhere.
 */
export async function environmentOfKey(request: Request, env: EdgeEnv): Promise<number | null | undefined> {
  const key = bearerOf(request);
  if (!key.startsWith("phs_") && !key.startsWith("phx_")) return null;
  const name = await sha256Hex(key);
  const known = places.get(name);
  if (known !== undefined && known.until > Date.now()) return known.id;
  const answer = await askApi<{ environmentId: number | null }>(env, "place-of-key", { key });
  if (answer === null) return known?.id ?? undefined;
  const id = answer.environmentId ?? null;
  if (places.size >= MAX_CACHED) places.clear();
  places.set(name, { id, until: Date.now() + CACHE_MS });
  return id;
}
