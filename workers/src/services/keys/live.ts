import { type ApiKeyRow, findKeyByHash } from "@edgewise/db/mysql/repos/api-keys.ts";
import type { Deps } from "../../deps.ts";
import { sha256Hex } from "../../http/hash.ts";

/** The key of a text that is accepted now: neither revoked nor expired; a rolled one's old value until its grace ends. */
export async function findLiveKey(text: string, deps: Pick<Deps, "db" | "now">): Promise<ApiKeyRow | null> {
  const hash = await sha256Hex(text);
  const key = await findKeyByHash(hash, deps.db);
  const now = deps.now();
  if (!key || key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= now)) return null;
  if (key.hash !== hash && (key.previousUntil === null || key.previousUntil <= now)) return null;
  return key;
}
