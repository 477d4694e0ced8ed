import { findKeyByHash } from "@edgewise/db/mysql/repos/api-keys.ts";
import { findUser } from "@edgewise/db/mysql/repos/users.ts";
import { currentEnvironment } from "./authorize.ts";
import { ApiError } from "./errors.ts";
import { sha256Hex } from "./hash.ts";
import type { ApiContext } from "./types.ts";

/** The environment that `@current` means for a key; null for keys that are none or lead nowhere. */
export async function placeOfKey(c: ApiContext, text: string): Promise<number | null> {
  const { db, now } = c.get("deps");
  const key = await findKeyByHash(await sha256Hex(text), db);
  if (!key || key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= now())) return null;
  if (key.kind === "secret") return key.environmentId;
  const user = key.userId === null ? null : await findUser(key.userId, db);
  if (!user) return null;
  try {
    return await currentEnvironment(c, { kind: "personal", user, key });
  } catch (error) {
    if (error instanceof ApiError) return null;
    throw error;
  }
}
