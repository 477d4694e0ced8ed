import { meterKey } from "@edgewise/core/billing/meter-key.ts";
import { meterOf as meterOfEvent } from "@edgewise/core/billing/meters.ts";
import { productOf } from "@edgewise/core/billing/products.ts";
import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { RegionDeps } from "../../deps.ts";
import { invalid, notFound } from "../../http/errors.ts";
import { archiveFolder } from "../../partition/outbox/archive.ts";
import { compressed, inflated } from "../../zstd.ts";
import { engineError } from "../query/engine-error.ts";
import { meterOf } from "./meter.ts";

/** Rows in one insert. */
const BATCH = 10_000;
const INSERT_SECONDS = 60;

/** Events of a UTC day that came over a limit and wait in object storage. */
export interface ArchivedDay {
  readonly environmentId: number;
  readonly day: string;
  readonly events: number;
}

function bucketOf({ files }: RegionDeps): R2Bucket {
  if (files) return files;
  throw notFound("This deployment's API has no object storage: nothing can be restored.");
}

async function objectsOf(bucket: R2Bucket, environmentId: number, day: string) {
  const objects: { key: string; events: number }[] = [];
  let cursor: string | undefined;
  do {
    const page = await bucket.list({
      prefix: archiveFolder(environmentId, day),
      include: ["customMetadata"],
      ...(cursor === undefined ? {} : { cursor }),
    } as R2ListOptions);
    for (const { key, customMetadata } of page.objects)
      objects.push({ key, events: Number(customMetadata?.rows ?? 0) });
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor !== undefined);
  return objects;
}

/** What waits of an environment's days. */
export async function archivedDays(
  environmentId: number,
  days: readonly string[],
  deps: RegionDeps,
): Promise<ArchivedDay[]> {
  const bucket = bucketOf(deps);
  const found: ArchivedDay[] = [];
  for (const day of days) {
    const events = (await objectsOf(bucket, environmentId, day)).reduce(
      (sum, object) => sum + object.events,
      0,
    );
    if (events > 0) found.push({ environmentId, day, events });
  }
  return found;
}

export interface RestoreOrder {
  readonly organizationId: string;
  readonly environmentId: number;
  readonly day: string;
  /** Only events of this name; '' = all. */
  readonly event: string;
}

/**
 * Stores a day's archived events (or those of one name) as if they had come within the limit; they are billed then. Each step
 * can be repeated: the insert has a key, the meter knows what it counted, an object goes only after both. Answers how many.
 */
export async function restoreDay(order: RestoreOrder, deps: RegionDeps): Promise<number> {
  const { organizationId, environmentId, day, event } = order;
  const bucket = bucketOf(deps);
  const meter = meterOf(deps, organizationId);
  if (!meter) throw notFound("This deployment keeps no meter: nothing can be restored.");
  let restored = 0;
  for (const { key } of await objectsOf(bucket, environmentId, day)) {
    const body = await bucket.get(key);
    if (!body) continue;
    // What an earlier call left half done is finished first, by its own rule.
    const wanted = await meter.beginRestore(key, event);
    const rows = new TextDecoder()
      .decode(inflated(new Uint8Array(await body.arrayBuffer())))
      .trimEnd()
      .split("\n");
    const facts = rows.map((row) => JSON.parse(row) as JsonObject);
    const chosen = rows.filter((_, index) => wanted === "" || facts[index]!.event === wanted);
    const rest = rows.filter((_, index) => wanted !== "" && facts[index]!.event !== wanted);
    if (chosen.length > 0) {
      await requireRoom(
        order,
        facts.filter((fact) => wanted === "" || fact.event === wanted),
        meter,
      );
      await insertRows(chosen, `restore:${key}:${wanted}`, deps);
      const cells: Record<string, number> = {};
      for (const fact of facts) {
        if (wanted !== "" && fact.event !== wanted) continue;
        const cell = meterKey(String(fact.p_lib ?? ""), String(fact.event));
        cells[cell] = (cells[cell] ?? 0) + 1;
      }
      await meter.restored(`${key}:${wanted}`, { environmentId, day, cells });
      if (rest.length > 0) await putRest(bucket, key, rest);
      await bucket.delete(key);
      restored += chosen.length;
    }
    await meter.endRestore(key);
  }
  return restored;
}

/** Beyond a limit nothing is billed, so nothing is stored at will either: the limit is raised first. */
async function requireRoom(
  { day, environmentId }: RestoreOrder,
  facts: readonly JsonObject[],
  meter: NonNullable<ReturnType<typeof meterOf>>,
): Promise<void> {
  const { limits } = await meter.usage(day, day, environmentId);
  const units = Map.groupBy(facts, ({ event }) => meterOfEvent(String(event)).product);
  for (const [product, events] of units) {
    const left = limits[product]?.left;
    if (left === undefined || left >= events.length) continue;
    const { name } = productOf(product);
    throw invalid("day", `${name} has room for ${left} more within its limit: raise the limit first.`);
  }
}

async function insertRows(rows: readonly string[], key: string, deps: RegionDeps): Promise<void> {
  for (let at = 0; at < rows.length; at += BATCH) {
    const part = rows.slice(at, at + BATCH).join("\n");
    const inserted = await deps.warehouse.insert("events", part, `${key}:${at}`, { retry: true });
    if (!inserted.ok) throw engineError(inserted.error, INSERT_SECONDS);
  }
}

/** Keeps what was not asked for under a name that follows from the object's. */
async function putRest(bucket: R2Bucket, key: string, rows: readonly string[]): Promise<void> {
  const name = key.replace(/\.ndjson\.zst$/, "-rest.ndjson.zst");
  await bucket.put(name, compressed(new TextEncoder().encode(`${rows.join("\n")}\n`)), {
    httpMetadata: { contentType: "application/x-ndjson", contentEncoding: "zstd" },
    customMetadata: { rows: String(rows.length) },
  });
}
