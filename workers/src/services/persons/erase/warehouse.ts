import type { CompiledSql } from "@edgewise/core/sql/compiled.ts";
import {
  type ErasedRows,
  erasedEventCounts,
  erasedTwins,
  erasedUuids,
  recordingFiles,
  sessionsOfErased,
} from "@edgewise/core/sql/erase.ts";
import type { RegionDeps } from "../../../deps.ts";
import { dailyCorrection, eraseTable } from "../../erase/rows.ts";
import { readCompiled } from "../../warehouse/read.ts";

const PAGE = 2000;
const FIRST = "00000000-0000-0000-0000-000000000000";

const texts = async (query: CompiledSql, deps: RegionDeps): Promise<string[]> =>
  (await readCompiled(query, deps)).map(([value]) => String(value));

/** Deletes the copies of the person's events, and lets the events come again. Answers how many copies went. */
export async function eraseTwins(rows: ErasedRows, deps: RegionDeps): Promise<number> {
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
export async function eraseRecordingFiles(rows: ErasedRows, deps: RegionDeps): Promise<number> {
  let count = 0;
  let after = "";
  for (;;) {
    const keys = await texts(recordingFiles(rows, after, FILES), deps);
    if (keys.length === 0) return count;
    const bucket = deps.files;
    if (!bucket)
      throw new Error("This deployment's API has no object storage (RECORDINGS): recordings stay.");
    await bucket.delete(keys);
    count += keys.length;
    after = keys.at(-1) ?? after;
  }
}

/** Sessions that the person's events are part of. */
export const sessionsOf = (rows: ErasedRows, deps: RegionDeps): Promise<string[]> =>
  texts(sessionsOfErased(rows), deps);

/** Rows that take the person's events out of the daily counts. */
export async function dailyCorrections(rows: ErasedRows, deps: RegionDeps): Promise<string[]> {
  const counts = await readCompiled(erasedEventCounts(rows), deps);
  return counts.map((count) => dailyCorrection(rows.environmentId, count));
}
