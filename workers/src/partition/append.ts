import { cellKey, readMeterKey } from "@edgewise/core/billing/meter-key.ts";
import { productOfLane } from "@edgewise/core/billing/meters.ts";
import { laneOf } from "@edgewise/core/events/lanes.ts";
import { clickhouseTime } from "@edgewise/core/events/row.ts";
import { rowSize } from "@edgewise/core/events/row-buffer.ts";
import type {
  AppendBatch,
  AppendResult,
  IngestionWarning,
  JsonObject,
  Lane,
  Rejection,
} from "@edgewise/core/events/types.ts";
import { Tally, utcDay } from "./accounting.ts";
import { seenKey } from "./dedupe.ts";
import { applyEvent, plainPerson, type ResolvedPerson } from "./identity/apply-event.ts";
import { IdentitySession } from "./identity/session.ts";
import { cellOf, MeterTally } from "./meter/cells.ts";
import { isOverLimit, isSampled, weighed } from "./meter/over-limit.ts";
import { sessionStanding } from "./meter/sessions.ts";
import { LineEnds } from "./outbox/line-ends.ts";
import type { Target } from "./outbox/outbox.ts";
import type { PartitionStore } from "./store.ts";

/** A row of `ingestion_warnings`. */
function warningRow(
  environmentId: number,
  now: number,
  type: string,
  warning: Partial<IngestionWarning & Rejection>,
): JsonObject {
  return {
    environment_id: environmentId,
    timestamp: clickhouseTime(now),
    type,
    detail: warning.detail ?? "",
    reason: warning.reason ?? "",
    lane: warning.lane ?? "",
    count: warning.count ?? 1,
    distinct_id: warning.distinctId ?? "",
    uuid: warning.uuid ?? "",
    sample: warning.sample ?? "",
  };
}

/** An identity session whose rows and mail go where this partition's go. */
export function openSession(store: PartitionStore, now: number): IdentitySession {
  const emit = (target: Target, row: JsonObject): void => {
    store.outbox.add(target, store.outbox.batchFor(target, now, store.self), JSON.stringify(row));
  };
  return new IdentitySession({
    sql: store.sql,
    self: store.self,
    partitions: store.config.partitions,
    now,
    hot: store.hot,
    emit,
    warn: (environmentId, warning) =>
      emit("ingestion_warnings", warningRow(environmentId, now, warning.type, warning)),
    mail: (destination, message) => store.mail.post(destination, message),
  });
}

/** Cell of what has no event name. */
const laneKey = (lane: Lane): string => cellKey({ product: productOfLane(lane), sdk: "", event: "" });
const RECORDINGS = laneKey("recordings");

/** Duplicates among `keys`: stored before, or earlier in this very list. */
function duplicates(store: PartitionStore, keys: readonly string[]): readonly boolean[] | null {
  // Mostly none is: then adding them all at once is the whole answer.
  if (store.dedupe.addNew(keys)) return null;
  const known = store.dedupe.known(keys);
  const fresh = new Set<string>();
  const result = keys.map((key) => {
    const duplicate = known.has(key) || fresh.has(key);
    if (!duplicate) fresh.add(key);
    return duplicate;
  });
  if (fresh.size > 0) store.dedupe.add(Array.from(fresh));
  return result;
}

/**
 * Appends batches that share a transaction: drops known uuids, resolves identity, writes outbox rows, index rows of
 * recordings, warnings and counters. Runs inside a transaction; throws only for bugs and a full disk.
 */
export function appendBatches(
  store: PartitionStore,
  batches: readonly AppendBatch[],
  now: number,
): AppendResult[] {
  const keys: string[] = [];
  for (const { environmentId, events, recordings = [] } of batches) {
    for (const { uuid } of events) keys.push(seenKey(environmentId, uuid));
    for (const { uuid } of recordings) keys.push(seenKey(environmentId, uuid));
  }
  const isDuplicate = duplicates(store, keys);
  const session = openSession(store, now);
  const plain = preload(session, batches);
  // What an event of this transaction made the memory forget may concern those after it.
  const { forgotten } = store.hot;
  const tally = new Tally();
  const meter = new MeterTally();
  const ends = new LineEnds();
  let at = 0;
  let place = 0;
  const results = batches.map((batch): AppendResult => {
    const { environmentId } = batch;
    const day = utcDay(batch.receivedAt);
    const result = { ok: true as const, stored: 0, duplicate: 0 };
    const limited = new Set<Lane>();
    const cells = meter.group(environmentId, day);
    const over = store.limits.over(environmentId);
    const isLimited = over !== undefined || store.limits.has(environmentId);
    const count = (lane: Lane, bot: boolean, overLimit: boolean): boolean => {
      const duplicate = isDuplicate?.[at++] ?? false;
      const counts = tally.of(environmentId, day, lane);
      counts.received += 1;
      counts[duplicate ? "duplicate" : overLimit ? "over_limit" : "stored"] += 1;
      if (bot && !duplicate) counts.bot += 1;
      result[duplicate ? "duplicate" : "stored"] += 1;
      return !duplicate;
    };
    for (const event of batch.events) {
      let id = plain[place++];
      const cell = cellOf(cells, event.meter);
      const overLimit =
        isLimited && isDuplicate?.[at] !== true && isOverLimit(store.limits, environmentId, event);
      if (!count(event.lane, event.bot, overLimit)) {
        cell.duplicate += 1;
        continue;
      }
      cell[overLimit ? "over_limit" : "stored"] += 1;
      if (overLimit) limited.add(event.lane);
      if (event.bot) cell.bot += 1;
      if (id === undefined || store.hot.forgotten !== forgotten)
        id = plainPerson(session, environmentId, event);
      const person: ResolvedPerson =
        id === undefined ? applyEvent(session, environmentId, event) : { id, mode: "full" };
      // Over a limit a sample of people is kept whole; the others' events wait in object storage.
      const isKept = !overLimit || isSampled(environmentId, person.id);
      const target = isKept ? "events" : "over_limit";
      const to = store.outbox.batchFor(target, now, store.self);
      const row = overLimit && isKept ? weighed(event.row) : event.row;
      store.outbox.add(target, to, ends.complete(row, person, to));
    }
    for (const block of batch.recordings ?? []) {
      const standing = sessionStanding(store, environmentId, block, over?.has("recordings") ?? false);
      if (!count("recordings", false, standing.over)) continue;
      if (standing.isNew) cellOf(cells, RECORDINGS)[standing.over ? "over_limit" : "stored"] += 1;
      if (standing.over) limited.add("recordings");
      else store.outbox.add("recordings", store.outbox.batchFor("recordings", now, store.self), block.row);
    }
    for (const rejection of batch.rejections) {
      tally.reject(environmentId, day, rejection);
      cellOf(cells, laneKey(rejection.lane)).rejected += rejection.count;
      const row = warningRow(environmentId, batch.receivedAt, rejection.reason, rejection);
      store.outbox.add(
        "ingestion_warnings",
        store.outbox.batchFor("ingestion_warnings", now, store.self),
        JSON.stringify(row),
      );
    }
    for (const warning of batch.warnings) session.warn(environmentId, warning);
    for (const [lane, refused] of Object.entries(batch.overLimit ?? {}) as [Lane, number][]) {
      const counts = tally.of(environmentId, day, lane);
      counts.received += refused;
      counts.over_limit += refused;
      cellOf(cells, laneKey(lane)).over_limit += refused;
    }
    for (const [key, dropped] of Object.entries(batch.dropped ?? {})) {
      tally.drop(environmentId, day, laneOf(readMeterKey(key).event), dropped);
      cellOf(cells, key).dropped += dropped;
    }
    if (limited.size === 0) return result;
    const pause = store.limits.pauses(environmentId) ? { pause: true as const } : {};
    return { ...result, limited: [...limited], ...pause };
  });
  session.finish();
  tally.write(store.sql);
  tally.addTo(store.totals);
  store.meter.write(meter);
  store.outbox.write();
  store.mail.write();
  return results;
}

/**
 * Persons of the events that change nothing about them (undefined for all others, in order). For these others, what most
 * of them need is loaded by two statements.
 */
function preload(session: IdentitySession, batches: readonly AppendBatch[]): (string | undefined)[] {
  const plain: (string | undefined)[] = [];
  const ids: { environmentId: number; distinctId: string }[] = [];
  for (const { environmentId, events } of batches) {
    for (const event of events) {
      const person = plainPerson(session, environmentId, event);
      plain.push(person);
      if (person === undefined) ids.push({ environmentId, distinctId: event.distinctId });
    }
  }
  if (ids.length === 0) return plain;
  session.mappings.load(ids);
  session.persons.load(
    ids
      .map(({ environmentId, distinctId }) => session.mappings.get(environmentId, distinctId))
      .filter((person) => person.home === session.self)
      .map((person) => person.id),
  );
  return plain;
}

/** Upper estimate of what a batch adds to the outbox, in characters. */
export function sizeOf(batch: AppendBatch): number {
  let size = 400;
  for (const event of batch.events) size += rowSize(event.row) + 200;
  for (const block of batch.recordings ?? []) size += block.row.length;
  for (const rejection of batch.rejections) size += (rejection.sample?.length ?? 0) + 300;
  return size;
}
