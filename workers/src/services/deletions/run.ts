import type { JsonObject } from "@edgewise/core/events/types.ts";
import { compilePropertyTest } from "@edgewise/core/privacy/match-properties.ts";
import {
  erasedPageTables,
  filesOf,
  pageCounts,
  pageSessions,
  recordingsWithin,
} from "@edgewise/core/sql/erase-events.ts";
import { findEnvironment } from "@edgewise/db/mysql/repos/projects.ts";
import type { RegionDeps } from "../../deps.ts";
import { type Outcome, piece, type Step } from "../data-jobs/step.ts";
import { correctDays, dailyCorrection, eraseTable } from "../erase/rows.ts";
import { renewSessions } from "../erase/sessions.ts";
import { bucketOf, eraseArchived, eraseQuarantined } from "../erase/stored-files.ts";
import { deleteExports } from "../exports/delete.ts";
import { flushed } from "../partitions/flushed.ts";
import { forgetStoredRows } from "../saved-queries/forget.ts";
import { readCompiled } from "../warehouse/read.ts";
import { matcherOf } from "./match.ts";
import { matchOf } from "./params.ts";

const PAGE = 10_000;
const FILES = 1_000;
const DAY_MS = 86_400_000;
/** What comes late is looked for so often. */
const LATE_MS = 3_600_000;

type Counts = Record<string, number>;

/** A page on its way out, written down before it goes: afterwards nobody knows it. */
interface Pending {
  readonly number: number;
  readonly firstDay: string;
  readonly lastDay: string;
  readonly uuids: readonly string[];
  readonly corrections: readonly string[];
  readonly sessions: readonly string[];
}

/** Deletes events by name, range and properties, counts again, and looks for late ones for a while. */
export async function deleteEvents(step: Step, deps: RegionDeps): Promise<Outcome> {
  const { job, progress } = step;
  const now = deps.now();
  if (typeof progress.until !== "number") {
    if (!(await flushed(deps))) return { state: "more", waitMs: 5_000 };
    progress.until = now.getTime();
    await step.save();
  }
  const matcher = await matcherOf(job, matchOf(job.params), deps);
  const until = Number(progress.until);
  progress.total ??= await matcher.count(until);
  for (;;) {
    const pending = piece<Pending | null>(progress, "pending", null) ?? (await nextPage(step, matcher, deps));
    if (pending === null) break;
    progress.pending = pending as unknown as JsonObject;
    await step.save();
    await erasePage(step, pending, deps);
    progress.pending = null;
    await step.save();
    if (!step.inTime()) return { state: "more" };
  }
  await eraseRest(step, deps);
  const left = await matcher.count(until);
  if (left > 0) throw new Error(`${left} events are still there.`);
  return finish(step, now);
}

async function nextPage(
  { job, progress }: Step,
  matcher: Awaited<ReturnType<typeof matcherOf>>,
  deps: RegionDeps,
): Promise<Pending | null> {
  const until = Number(progress.until);
  const oldest = await matcher.oldest(until, PAGE);
  const [first, last] = [oldest[0], oldest.at(-1)];
  if (!first || !last) return null;
  const uuids = oldest.map(({ uuid }) => uuid);
  const days = { firstDay: first.day, lastDay: last.day };
  const page = { environmentId: job.environmentId, ...days, uuids };
  const [counts, sessions] = [
    await readCompiled(pageCounts(page), deps),
    await readCompiled(pageSessions(page), deps),
  ];
  progress.pages = piece(progress, "pages", 0) + 1;
  return {
    number: Number(progress.pages),
    ...days,
    uuids,
    corrections: counts.map((row) => dailyCorrection(job.environmentId, row)),
    sessions: sessions.map(([key]) => String(key)),
  };
}

async function erasePage({ job, progress }: Step, pending: Pending, deps: RegionDeps): Promise<void> {
  const { environmentId } = job;
  const deleted = { ...piece<Counts>(progress, "deleted", {}) };
  const add = (name: string, count: number) => {
    deleted[name] = (deleted[name] ?? 0) + count;
  };
  const { firstDay, lastDay, uuids } = pending;
  for (const table of erasedPageTables({ environmentId, firstDay, lastDay, uuids }))
    if (table.table === "events") await eraseTable(table, deps);
    else add(table.table, await eraseTable(table, deps));
  await deps.partitions.forgetEvents(environmentId, pending.uuids);
  await correctDays(pending.corrections, `delete:${job.id}:${pending.number}`, deps);
  add("sessions", await renewSessions(environmentId, pending.sessions, deps));
  // The page's own count, so that a repeated page is counted once.
  add("events", pending.uuids.length);
  progress.deleted = deleted;
  progress.done = piece(progress, "done", 0) + pending.uuids.length;
}

/** What lies outside of the warehouse, and recordings when they were asked for. */
async function eraseRest({ job, progress }: Step, deps: RegionDeps): Promise<void> {
  const { environmentId, params } = job;
  const match = matchOf(params);
  const deleted = { ...piece<Counts>(progress, "deleted", {}) };
  const stored = await forgetStoredRows(environmentId, deps);
  if (stored > 0) deleted.stored_views = (deleted.stored_views ?? 0) + stored;
  const names = new Set(match.events);
  const found = await findEnvironment(environmentId, deps.db);
  const meets = compilePropertyTest([...match.properties], found?.project.timezone ?? "UTC");
  // What something else than the event decides is deleted when it comes back: it is looked after until it has expired.
  if (meets) {
    const now = deps.now().getTime();
    const goes = (row: JsonObject): boolean => {
      // A time that can't be read may be within the range.
      const at = Date.parse(`${String(row.timestamp).replace(" ", "T")}Z`);
      const named = names.size === 0 || names.has(String(row.event));
      const meant = named && !(at >= match.to) && !(match.from !== null && at < match.from);
      return meant && meets(propertiesOf(row), now);
    };
    deleted.archived_events =
      (deleted.archived_events ?? 0) + (await eraseArchived(environmentId, goes, deps));
    deleted.quarantined_rows =
      (deleted.quarantined_rows ?? 0) + (await eraseQuarantined(environmentId, goes, deps));
  }
  if (params.recordings === true) {
    const where = recordingsWithin(environmentId, match.from ?? 0, match.to);
    let after = "";
    for (;;) {
      const keys = (await readCompiled(filesOf(where, after, FILES), deps)).map(([key]) => String(key));
      if (keys.length === 0) break;
      await bucketOf(deps).delete(keys);
      deleted.recording_files = (deleted.recording_files ?? 0) + keys.length;
      after = keys.at(-1) ?? after;
    }
    deleted.recordings = (deleted.recordings ?? 0) + (await eraseTable({ table: "recordings", where }, deps));
  }
  deleted.export_files = (deleted.export_files ?? 0) + (await deleteExports(job, deps));
  progress.deleted = deleted;
}

/** An object where it waits to be stored, text where it was taken out of the warehouse. */
function propertiesOf({ properties }: JsonObject): JsonObject {
  if (typeof properties === "string") return JSON.parse(properties || "{}") as JsonObject;
  return (properties ?? {}) as JsonObject;
}

function finish({ job, progress }: Step, now: Date): Outcome {
  const first = progress.verified_at === undefined;
  if (first) progress.verified_at = now.toISOString();
  progress.late = piece(progress, "done", 0) - Number(progress.total ?? 0);
  const lateUntil = Date.parse(String(progress.verified_at)) + Number(job.params.late_days) * DAY_MS;
  if (now.getTime() >= lateUntil) return { state: "done" };
  // The next look takes what was received since.
  delete progress.until;
  return { state: "watching", dueAt: new Date(Math.min(now.getTime() + LATE_MS, lateUntil)) };
}
