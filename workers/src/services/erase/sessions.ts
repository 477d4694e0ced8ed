import { ofSessions } from "@edgewise/core/sql/erase-events.ts";
import { viewSelect } from "@edgewise/db/warehouse/schema/view.ts";
import { sessionsView } from "@edgewise/db/warehouse/views/sessions.ts";
import type { RegionDeps } from "../../deps.ts";
import { engineError } from "../query/engine-error.ts";
import { eraseTable } from "./rows.ts";

const KEYS = 2000;
const SECONDS = 120;

/**
 * Makes sessions anew from the events they have left; those without any go. What a session remembers of an event
 * (addresses, campaign, whose it was) goes with the event. Answers how many rows went.
 */
export async function renewSessions(
  environmentId: number,
  keys: readonly string[],
  deps: RegionDeps,
): Promise<number> {
  let count = 0;
  for (let at = 0; at < keys.length; at += KEYS) {
    const page = ofSessions(environmentId, keys.slice(at, at + KEYS));
    count += await eraseTable({ table: "sessions", where: page }, deps);
    const sql = viewSelect(sessionsView, "events").replace(
      "WHERE session_key != 0",
      `WHERE session_key != 0 AND ${page.sql}`,
    );
    const refilled = await deps.warehouse.refill("sessions", { sql, params: page.params });
    if (!refilled.ok) throw engineError(refilled.error, SECONDS);
  }
  return count;
}
