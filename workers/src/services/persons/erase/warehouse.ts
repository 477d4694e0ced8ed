import type { CompiledSql } from "@edgewise/core/sql/compiled.ts";
import {
  type ErasedRows,
  type ErasedTable,
  erasedEventCounts,
  erasedRowsLeft,
  erasedSessions,
  erasedTwins,
  erasedUuids,
  recordingFiles,
  sessionsOfErased,
  sharedSessions,
} from "@edgewise/core/sql/erase.ts";
import type { Deps } from "../../../deps.ts";
import { engineError } from "../../query/engine-error.ts";
import { readCompiled } from "../../warehouse/read.ts";

const PAGE = 2000;
const FIRST = "00000000-0000-0000-0000-000000000000";
const SECONDS = 120;

const texts = async (query: CompiledSql, deps: Deps): Promise<string[]> =>
  (await readCompiled(query, deps)).map(([value]) => String(value));

export async function countLeft(table: ErasedTable, deps: Deps): Promise<number> {
  const [row] = await readCompiled(erasedRowsLeft(table), deps);
  return Number(row?.[0] ?? 0);
}

/** Deletes what a table holds and makes sure of it. Answers how many rows went. Throws when some are left. */
export async function eraseTable(table: ErasedTable, deps: Deps): Promise<number> {
  const found = await countLeft(table, deps);
  if (found === 0) return 0;
  const erased = await deps.warehouse.erase(table.table, table.where);
  if (!erased.ok) throw engineError(erased.error, SECONDS);
  const left = await countLeft(table, deps);
  if (left > 0) throw new Error(`${left} of ${found} rows of ${table.table} are still there.`);
  return found;
}

/** Deletes the copies of the person's events, and lets the events come again. Answers how many copies went. */
export async function eraseTwins(rows: ErasedRows, deps: Deps): Promise<number> {
  let count = 0;
  let after = FIRST;
  for (;;) {
    const uuids = await texts(erasedUuids(rows, after, PAGE), deps);
    if (uuids.length === 0) return count;
    count += await eraseTable(erasedTwins(rows, uuids), deps);
    await deps.partitions.forgetEvents(rows.environmentId, uuids);
    after = uuids.at(-1) ?? after;
  }
}

/** Objects that the storage deletes in one call. */
const FILES = 1_000;

/** Deletes the files of the person's recordings, while the index still names them. Answers how many there were. */
export async function eraseRecordingFiles(rows: ErasedRows, deps: Deps): Promise<number> {
  let count = 0;
  let after = "";
  for (;;) {
    const keys = await texts(recordingFiles(rows, after, FILES), deps);
    if (keys.length === 0) return count;
    const bucket = deps.env.RECORDINGS;
    if (!bucket)
      throw new Error("This deployment's API has no object storage (RECORDINGS): recordings stay.");
    await bucket.delete(keys);
    count += keys.length;
    after = keys.at(-1) ?? after;
  }
}

/** Deletes the sessions that nobody else was part of. */
export async function eraseSessions(rows: ErasedRows, deps: Deps): Promise<number> {
  const keys = await texts(sessionsOfErased(rows), deps);
  let count = 0;
  for (let at = 0; at < keys.length; at += PAGE) {
    const page = keys.slice(at, at + PAGE);
    const shared = new Set(await texts(sharedSessions(rows, page), deps));
    const alone = page.filter((key) => !shared.has(key));
    if (alone.length > 0) count += await eraseTable(erasedSessions(rows, alone), deps);
  }
  return count;
}

/** Rows that take the person's events out of the daily counts: sums of UInt64 wrap around, so this subtracts. */
export async function dailyCorrections(rows: ErasedRows, deps: Deps): Promise<string[]> {
  const counts = await readCompiled(erasedEventCounts(rows), deps);
  return counts.map(([day, event, lane, bot, count]) =>
    JSON.stringify({
      environment_id: rows.environmentId,
      day,
      event,
      lane,
      bot: Number(bot),
      count: ((1n << 64n) - BigInt(String(count))).toString(),
      first_seen: `${String(day)} 23:59:59.999`,
      last_seen: `${String(day)} 00:00:00.000`,
    }),
  );
}
