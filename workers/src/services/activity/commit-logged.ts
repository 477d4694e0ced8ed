import type { Executor } from "@edgewise/db/mysql/client.ts";
import type { Deps } from "../../deps.ts";
import { type Actor, type Entry, recordActivity } from "./record.ts";

/** One write to what the edge needn't know: its rows and audit entries commit together. */
export async function commitLogged<T>(
  actor: Actor,
  deps: Deps,
  write: (tx: Executor) => Promise<{ result: T; entries: readonly Entry[] }>,
): Promise<T> {
  return await deps.db.transaction(async (tx) => {
    const { result, entries } = await write(tx);
    for (const entry of entries) await recordActivity(actor, tx, deps, entry);
    return result;
  });
}
