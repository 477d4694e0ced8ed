import { inEnvironment } from "@edgewise/core/flags/in-environment.ts";
import { encodePayload } from "@edgewise/core/flags/outcomes.ts";
import type { EdgeEnv } from "../../../env.ts";
import { askApi } from "./ask-api.ts";
import { apiError, json, withKey } from "./key-route.ts";

/** Sealed texts never change their meaning, so each is asked for once. */
const plains = new Map<string, string>();
const MAX_PLAINS = 500;

async function opened(env: EdgeEnv, sealed: string): Promise<string | null> {
  const known = plains.get(sealed);
  if (known !== undefined) return known;
  const payload =
    (await askApi<{ payload: string | null }>(env, "unseal", { text: sealed }))?.payload ?? null;
  if (payload === null) return null;
  if (plains.size >= MAX_PLAINS) plains.clear();
  plains.set(sealed, payload);
  return payload;
}

/** The payload of a remote configuration flag as a JSON string that holds JSON, as SDKs expect it. */
export function answerRemoteConfig(
  request: Request,
  env: EdgeEnv,
  ctx: Pick<ExecutionContext, "waitUntil">,
  { project, key }: { readonly project: string; readonly key: string },
): Promise<Response> {
  const environmentId = /^\d+$/.test(project) ? Number(project) : null;
  return withKey(request, env, ctx, environmentId, async (state) => {
    const flag = state.snapshot.flags.find(
      (one) => !one.deleted && (one.key === key || String(one.id) === key),
    );
    if (flag === undefined || !flag.is_remote_configuration) {
      const detail = `There is no remote configuration "${key}".`;
      return apiError(request, 404, "invalid_request", "not_found", detail);
    }
    const payload = encodePayload(inEnvironment(flag, state.environment.id).filters.payloads?.true);
    if (payload === null || !flag.has_encrypted_payloads) return json(request, 200, JSON.stringify(payload));
    const plain = await opened(env, payload);
    if (plain === null)
      return apiError(request, 503, "server_error", "unavailable", "The payload can't be decrypted now.");
    return json(request, 200, JSON.stringify(plain));
  });
}
