import { encodePayload } from "@edgewise/core/flags/outcomes.ts";
import type { EdgeEnv } from "../../../env.ts";
import { apiError, json, withKey } from "./key-route.ts";

/** The payload of a remote configuration flag as a JSON string that holds JSON, as SDKs expect it. */
export function answerRemoteConfig(
  request: Request,
  env: EdgeEnv,
  ctx: Pick<ExecutionContext, "waitUntil">,
  { project, key }: { readonly project: string; readonly key: string },
): Promise<Response> {
  const environmentId = /^\d+$/.test(project) ? Number(project) : null;
  return withKey(request, env, ctx, environmentId, (state) => {
    const flag = state.snapshot.flags.find(
      (one) => !one.deleted && (one.key === key || String(one.id) === key),
    );
    if (flag === undefined) {
      return apiError(request, 404, "invalid_request", "not_found", `There is no feature flag "${key}".`);
    }
    return json(request, 200, JSON.stringify(encodePayload(flag.filters.payloads?.true)));
  });
}
