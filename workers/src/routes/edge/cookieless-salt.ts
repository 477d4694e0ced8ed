import type { EdgeEnv } from "../../env.ts";

const DAY_SECONDS = 86_400;
let current: { readonly day: string; readonly salt: string } | undefined;

/**
 * The random salt of a UTC day (`2026-11-22`), shared through KV and forgotten after two days, so that a cookieless
 * ID can't be recomputed later. Two places may each make one in the first seconds of a day; KV's last write wins.
 */
export async function dailySalt(env: EdgeEnv, day: string): Promise<string> {
  if (current?.day === day) return current.salt;
  const key = `cookieless-salt:${day}`;
  let salt = await env.SNAPSHOTS.get(key);
  if (!salt) {
    await env.SNAPSHOTS.put(key, crypto.randomUUID() + crypto.randomUUID(), {
      expirationTtl: 2 * DAY_SECONDS,
    });
    salt = await env.SNAPSHOTS.get(key);
  }
  if (salt) current = { day, salt };
  return salt ?? "";
}
