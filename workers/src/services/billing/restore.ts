import { meterKey } from "@edgewise/core/billing/meter-key.ts";
import { meterOf as meterOfEvent } from "@edgewise/core/billing/meters.ts";
import { productOf } from "@edgewise/core/billing/products.ts";
import { isoDay } from "@edgewise/core/billing/proration.ts";
import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { DataJobRow } from "@edgewise/db/mysql/repos/data-jobs.ts";
import type { RegionDeps } from "../../deps.ts";
import { compressed, inflated } from "../../zstd.ts";
import { type Outcome, piece, type Step } from "../data-jobs/step.ts";
import { engineError } from "../query/engine-error.ts";
import { archiveBucket, archivedObjects } from "./archive.ts";
import { meterOf } from "./meter.ts";

/** Rows in one insert. */
const BATCH = 10_000;
const INSERT_SECONDS = 60;
const DAY_MS = 86_400_000;

type Meter = NonNullable<ReturnType<typeof meterOf>>;

/** Which archived events are stored after all: by arrival (ms, the end exclusive) and, unless '', name. */
export interface RestoreRule {
  readonly from: number;
  readonly to: number;
  readonly event: string;
}

export const ruleOf = ({ params }: Pick<DataJobRow, "params">): RestoreRule => ({
  from: Number(params.from),
  to: Number(params.to),
  event: String(params.event),
});

/** UTC days of arrival that a rule touches. */
export function daysOf({ from, to }: RestoreRule): string[] {
  const days: string[] = [];
  for (let at = Date.parse(isoDay(from)); at < to; at += DAY_MS) days.push(isoDay(at));
  return days;
}

interface ArchivedRow {
  readonly text: string;
  readonly fact: JsonObject;
}

const isWanted = ({ from, to, event }: RestoreRule, fact: JsonObject): boolean => {
  const at = Date.parse(`${String(fact.received_at).replace(" ", "T")}Z`);
  return at >= from && at < to && (event === "" || fact.event === event);
};

/**
 * Stores archived events as if they had come within the limit; they are billed then. Each step can be repeated: the insert has
 * a key, the meter knows what it counted, an object goes only after both. Once all are back, the meter says that of
 * this time nothing is missing.
 */
export async function restoreArchived(step: Step, deps: RegionDeps): Promise<Outcome> {
  const { job, progress } = step;
  const bucket = archiveBucket(deps);
  const meter = meterOf(deps, job.organizationId);
  if (!meter) throw new Error("This deployment keeps no meter: nothing can be restored.");
  const rule = ruleOf(job);
  for (const day of daysOf(rule)) {
    if (day < piece(progress, "day", "")) continue;
    if (progress.day !== day) Object.assign(progress, { day, looked: [] });
    const objects = await archivedObjects(bucket, job.environmentId, day);
    progress.total ??= await totalOf(bucket, job.environmentId, rule);
    const looked = new Set(piece<string[]>(progress, "looked", []));
    for (const { key, events } of objects) {
      if (looked.has(key)) continue;
      if (!step.inTime()) return { state: "more" };
      const restored = await restoreObject({ key, day, rule, job, bucket, meter }, deps);
      looked.add(key);
      progress.looked = [...looked];
      progress.done = piece(progress, "done", 0) + events;
      progress.restored = piece(progress, "restored", 0) + restored;
      await step.save();
    }
  }
  await meter.spanRestored(job.id, { environmentId: job.environmentId, ...rule });
  progress.looked = [];
  return { state: "done" };
}

async function totalOf(bucket: R2Bucket, environmentId: number, rule: RestoreRule): Promise<number> {
  let total = 0;
  for (const day of daysOf(rule))
    for (const { events } of await archivedObjects(bucket, environmentId, day)) total += events;
  return total;
}

interface ObjectOrder {
  readonly key: string;
  readonly day: string;
  readonly rule: RestoreRule;
  readonly job: DataJobRow;
  readonly bucket: R2Bucket;
  readonly meter: Meter;
}

async function restoreObject(order: ObjectOrder, deps: RegionDeps): Promise<number> {
  const { key, day, job, bucket, meter } = order;
  const body = await bucket.get(key);
  if (!body) return 0;
  // What an earlier turn left half done is finished first, by its own rule.
  const id = await meter.beginRestore(key, JSON.stringify(order.rule));
  const rule = JSON.parse(id) as RestoreRule;
  const text = new TextDecoder().decode(inflated(new Uint8Array(await body.arrayBuffer())));
  const rows = text
    .trimEnd()
    .split("\n")
    .map((row): ArchivedRow => ({ text: row, fact: JSON.parse(row) as JsonObject }));
  const chosen = rows.filter(({ fact }) => isWanted(rule, fact));
  if (chosen.length > 0) {
    await requireRoom(day, job.environmentId, chosen, meter);
    await insertRows(chosen, `restore:${key}:${id}`, deps);
    const cells: Record<string, number> = {};
    for (const { fact } of chosen) {
      const cell = meterKey(String(fact.p_lib ?? ""), String(fact.event));
      cells[cell] = (cells[cell] ?? 0) + 1;
    }
    await meter.restored(`${key}:${id}`, { environmentId: job.environmentId, day, cells });
    if (chosen.length < rows.length) await putRest(bucket, key, chosen, rows);
    await bucket.delete(key);
  }
  await meter.endRestore(key);
  return chosen.length;
}

/** Beyond a limit nothing is billed, so nothing is stored at will either: the limit is raised first. */
async function requireRoom(
  day: string,
  environmentId: number,
  rows: readonly ArchivedRow[],
  meter: Meter,
): Promise<void> {
  const { limits } = await meter.usage(day, day, environmentId);
  const units = Map.groupBy(rows, ({ fact }) => meterOfEvent(String(fact.event)).product);
  for (const [product, events] of units) {
    const left = limits[product]?.left;
    if (left === undefined || left >= events.length) continue;
    const { name } = productOf(product);
    throw new Error(
      `${name} has room for ${left} more within its limit: raise the limit, or begin a plan, first.`,
    );
  }
}

async function insertRows(rows: readonly ArchivedRow[], key: string, deps: RegionDeps): Promise<void> {
  for (let at = 0; at < rows.length; at += BATCH) {
    const part = rows
      .slice(at, at + BATCH)
      .map(({ text }) => text)
      .join("\n");
    const inserted = await deps.warehouse.insert("events", part, `${key}:${at}`, { retry: true });
    if (!inserted.ok) throw engineError(inserted.error, INSERT_SECONDS);
  }
}

/** Keeps what was not asked for under a name that follows from the object's. */
async function putRest(
  bucket: R2Bucket,
  key: string,
  chosen: readonly ArchivedRow[],
  rows: readonly ArchivedRow[],
): Promise<void> {
  const gone = new Set(chosen);
  const rest = rows.filter((row) => !gone.has(row)).map(({ text }) => text);
  const name = key.replace(/\.ndjson\.zst$/, "-rest.ndjson.zst");
  await bucket.put(name, compressed(new TextEncoder().encode(`${rest.join("\n")}\n`)), {
    httpMetadata: { contentType: "application/x-ndjson", contentEncoding: "zstd" },
    customMetadata: { rows: String(rest.length) },
  });
}
