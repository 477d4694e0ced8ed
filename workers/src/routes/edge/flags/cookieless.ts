import { COOKIELESS_ID, cookielessDay, cookielessId } from "@edgewise/core/events/cookieless.ts";
import { isObject } from "@edgewise/core/events/envelope.ts";
import type { JsonValue } from "@edgewise/core/events/types.ts";
import type { FlagsBody } from "@edgewise/core/flags/flags-request.ts";
import type { EdgeEnv } from "../../../env.ts";
import type { EnvironmentState } from "../../../snapshots/get-environment.ts";
import { clientOf } from "../client.ts";
import { dailySalts } from "../cookieless-salt.ts";

export const isCookieless = (body: FlagsBody): boolean => body.distinctId === COOKIELESS_ID;

/** The body with the ID that the visitor's events get today, so that flags and events speak of the same visitor. */
export async function asVisitor(
  request: Request,
  env: EdgeEnv,
  { environment, snapshot, region }: EnvironmentState,
  root: JsonValue,
  body: FlagsBody,
): Promise<FlagsBody> {
  const now = Date.now();
  const { timezone, cookieless_hash_extra: extra } = isObject(root) ? root : {};
  const zone = typeof timezone === "string" ? timezone : "";
  const dailySalt = (await dailySalts(env, region, now))(cookielessDay(now, zone, snapshot.timezone, now));
  // Without a salt everybody is one visitor: flags are answered all the same.
  if (dailySalt === "") return body;
  const { ip, userAgent } = clientOf(request, env);
  const distinctId = cookielessId({
    dailySalt,
    environmentId: environment.id,
    ip,
    host: hostOf(request.headers.get("origin") ?? request.headers.get("referer") ?? ""),
    userAgent,
    extra: typeof extra === "string" ? extra : "",
  });
  return { ...body, distinctId, deviceId: distinctId };
}

/** As browsers say it in `$host`. */
function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return "";
  }
}
