import type { JsonObject } from "@edgewise/core/events/types.ts";
import { type ErasedRows, erasedTables } from "@edgewise/core/sql/erase.ts";
import {
  claimDeletion,
  findDeletion,
  type PersonDeletion,
  updateDeletion,
} from "@edgewise/db/mysql/repos/person-deletions.ts";
import type { RegionDeps } from "../../../deps.ts";
import { leaveEdgeLists } from "../../cohorts/leave-edge-lists.ts";
import { correctDays, eraseTable } from "../../erase/rows.ts";
import { renewSessions } from "../../erase/sessions.ts";
import { eraseArchived, eraseQuarantined } from "../../erase/stored-files.ts";
import { deleteExports } from "../../exports/delete.ts";
import { flushed } from "../../partitions/flushed.ts";
import { forgetStoredRows } from "../../saved-queries/forget.ts";
import { partsOf, rowsOf } from "./plan.ts";
import { dailyCorrections, eraseRecordingFiles, eraseTwins, sessionsOf } from "./warehouse.ts";

/** A deletion that was begun so long ago lost its worker. */
export const ERASURE_DEAD_MS = 10 * 60_000;

type Counts = Record<string, number>;

/**
 * Carries out one deletion: waits until all that was accepted before is in the warehouse, deletes it table by table,
 * counts again, and completes the receipt. Can be repeated after any failure.
 */
export async function runErasure(id: string, deletion: PersonDeletion, deps: RegionDeps): Promise<string> {
  const now = deps.now();
  const deadAt = new Date(now.getTime() - ERASURE_DEAD_MS);
  if (!(await claimDeletion(deps.db, id, now, deadAt))) return "busy";
  try {
    if (!(await flushed(deps))) {
      await updateDeletion(deps.db, id, { state: "queued" });
      return "waits";
    }
    const deleted = await eraseAll(id, deletion, deps);
    const counts = { deleted };
    await updateDeletion(deps.db, id, {
      state: "verified",
      verifiedAt: deps.now(),
      counts,
      error: null,
      // The receipt itself must not keep what it says is gone.
      distinctIds: [],
    });
    return "verified";
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    await updateDeletion(deps.db, id, { state: "failed", error: message });
    return "failed";
  }
}

async function eraseAll(id: string, deletion: PersonDeletion, deps: RegionDeps): Promise<Counts> {
  const rows = rowsOf(deletion);
  const parts = partsOf(deletion);
  // What an earlier attempt deleted is part of the receipt.
  const known = await findDeletion(deletion, deps.db, id);
  const before = known?.counts ?? deletion.counts;
  const deleted: Counts = { ...(before.deleted as Counts) };
  // Written down before the events go: afterwards nobody knows them.
  const corrections =
    (before.corrections as string[] | undefined) ?? (parts.events ? await dailyCorrections(rows, deps) : []);
  const sessions =
    (before.sessions as string[] | undefined) ?? (parts.events ? await sessionsOf(rows, deps) : []);
  const save = () =>
    updateDeletion(deps.db, id, {
      counts: { ...deletion.counts, corrections: [...corrections], sessions: [...sessions], deleted },
    });
  const note = async (table: string, count: number): Promise<void> => {
    deleted[table] = (deleted[table] ?? 0) + count;
    await save();
  };
  await save();
  if (parts.events) {
    await note("events_by_person", await eraseTwins(rows, deps));
    const goes = isOf(rows);
    await note("archived_events", await eraseArchived(rows.environmentId, goes, deps));
    await note("quarantined_rows", await eraseQuarantined(rows.environmentId, goes, deps));
  }
  if (parts.recordings) await note("recording_files", await eraseRecordingFiles(rows, deps));
  for (const table of erasedTables(rows, parts)) {
    const count = await eraseTable(table, deps);
    if (table.table === "events") await correctDays(corrections, `erase:${id}`, deps);
    await note(table.table, count);
  }
  if (parts.events) await note("sessions", await renewSessions(rows.environmentId, sessions, deps));
  if (parts.profile) await note("flag_lists", await leaveEdgeLists(deletion, deps));
  const stored = await forgetStoredRows(rows.environmentId, deps);
  if (stored > 0) await note("stored_views", stored);
  await note("export_files", await deleteExports(deletion, deps));
  return deleted;
}

/** Whether a row that waits outside of the warehouse is one of the person's. */
function isOf({ members, until }: ErasedRows): (row: JsonObject) => boolean {
  const ids = new Set(members.map(({ distinctId }) => distinctId));
  return (row) => ids.has(String(row.distinct_id)) && !(Date.parse(`${String(row.received_at)}Z`) > until);
}
