import { erasedTables } from "@edgewise/core/sql/erase.ts";
import {
  claimDeletion,
  findDeletion,
  type PersonDeletion,
  updateDeletion,
} from "@edgewise/db/mysql/repos/person-deletions.ts";
import type { Deps } from "../../../deps.ts";
import { engineError } from "../../query/engine-error.ts";
import { partsOf, rowsOf } from "./plan.ts";
import { dailyCorrections, eraseRecordingFiles, eraseSessions, eraseTable, eraseTwins } from "./warehouse.ts";

/** A deletion that was begun so long ago lost its worker. */
export const ERASURE_DEAD_MS = 10 * 60_000;
const FLUSH_MS = 20_000;
const POLL_MS = 100;

type Counts = Record<string, number>;

/**
 * Carries out one deletion: waits until all that was accepted before is in the warehouse, deletes it table by table,
 * counts again, and completes the receipt. Can be repeated after any failure.
 */
export async function runErasure(id: string, deletion: PersonDeletion, deps: Deps): Promise<string> {
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

async function flushed(deps: Deps): Promise<boolean> {
  const end = deps.now().getTime() + FLUSH_MS;
  const inTime = () => deps.now().getTime() < end;
  const rest = () => new Promise((resolve) => setTimeout(resolve, POLL_MS));
  // Steps of identity between partitions become rows of their own: they come first.
  while ((await deps.partitions.stats()).some(({ mail }) => mail > 0) && inTime()) await rest();
  const marks = await deps.partitions.flushMarks();
  while (!(await deps.partitions.isFlushed(marks))) {
    if (!inTime()) return false;
    await rest();
  }
  return true;
}

async function eraseAll(id: string, deletion: PersonDeletion, deps: Deps): Promise<Counts> {
  const rows = rowsOf(deletion);
  const parts = partsOf(deletion);
  // What an earlier attempt deleted is part of the receipt.
  const known = await findDeletion(deletion, deps.db, id);
  const before = known?.counts ?? deletion.counts;
  const deleted: Counts = { ...(before.deleted as Counts) };
  // Written down before the events go: afterwards nobody knows them.
  const corrections =
    (before.corrections as string[] | undefined) ?? (parts.events ? await dailyCorrections(rows, deps) : []);
  const save = () =>
    updateDeletion(deps.db, id, { counts: { ...deletion.counts, corrections: [...corrections], deleted } });
  const note = async (table: string, count: number): Promise<void> => {
    deleted[table] = (deleted[table] ?? 0) + count;
    await save();
  };
  await save();
  if (parts.events) {
    await note("events_by_person", await eraseTwins(rows, deps));
    await note("sessions", await eraseSessions(rows, deps));
  }
  if (parts.recordings) await note("recording_files", await eraseRecordingFiles(rows, deps));
  for (const table of erasedTables(rows, parts)) {
    const count = await eraseTable(table, deps);
    if (table.table === "events") await correctDays(id, corrections, deps);
    await note(table.table, count);
  }
  return deleted;
}

async function correctDays(id: string, lines: readonly string[], deps: Deps): Promise<void> {
  if (lines.length === 0) return;
  const inserted = await deps.warehouse.insert("events_daily", lines.join("\n"), `erase:${id}`);
  if (!inserted.ok) throw engineError(inserted.error, 60);
}
