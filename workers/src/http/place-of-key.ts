import { findUser } from "@edgewise/db/mysql/repos/users.ts";
import { findLiveKey } from "../services/keys/live.ts";
import { currentEnvironment } from "./authorize.ts";
import { ApiError } from "./errors.ts";
import type { ApiContext } from "./types.ts";

/** The environment that `@current` means for a key; null for keys that are none or lead nowhere. */
export async function placeOfKey(c: ApiContext, text: string): Promise<number | null> {
  const { db } = c.get("deps");
  const key = await findLiveKey(text, c.get("deps"));
  if (!key) return null;
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
