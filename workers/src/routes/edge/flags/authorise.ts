import type { EdgeEnv } from "../../../env.ts";
import { sha256Hex } from "../../../http/hash.ts";
import type { EnvironmentState } from "../../../snapshots/get-environment.ts";

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
  const key = /^Bearer\s+(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
  if (key.startsWith("phs_")) return state.environment.secretKeyHashes.includes(await sha256Hex(key));
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
  try {
    const response = await env.API.fetch("https://api.internal/api/_internal/verify-key", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ key, projectId, scope: SCOPE }),
    });
    if (!response.ok) return null;
    return ((await response.json()) as { ok?: boolean }).ok === true;
  } catch {
    return null;
  }
}
