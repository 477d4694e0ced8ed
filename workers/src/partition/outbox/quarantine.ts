import { meterKey } from "@edgewise/core/billing/meter-key.ts";
import type { JsonObject, Lane } from "@edgewise/core/events/types.ts";
import { Tally } from "../accounting.ts";
import { cellOf, MeterTally } from "../meter/cells.ts";
import type { PartitionStore } from "../store.ts";
import type { Poisoned } from "./bisect.ts";
import type { Target } from "./outbox.ts";

export interface QuarantinedRow {
  readonly id: number;
  readonly target: Target;
  readonly environmentId: number;
  readonly at: number;
  readonly reason: string;
  readonly row: string;
  /** False when it was too large to be kept as it was. */
  readonly isWhole: boolean;
}

/** Rows of this many bytes are kept whole. */
const KEEP = 1_900_000;
/** Newest rows kept; the counters know of all. */
const KEEP_ROWS = 10_000;

/** Sets poisoned rows aside and moves their events from `stored` to `quarantined`. Inside a transaction. */
export function quarantine(
  { sql, meter: meters }: Pick<PartitionStore, "sql" | "meter">,
  target: Target,
  batch: number,
  poisoned: readonly Poisoned[],
  now: number,
): void {
  const counts = new Moves(sql, meters);
  for (const { row, reason } of poisoned) {
    const facts = factsOf(row);
    sql.exec(
      "INSERT INTO quarantine (target, batch, environment_id, at, reason, body) VALUES (?, ?, ?, ?, ?, ?)",
      target,
      batch,
      facts.environmentId,
      now,
      reason.slice(0, 2000),
      new TextEncoder().encode(row).subarray(0, KEEP),
    );
    counts.move(target, facts, 1);
  }
  counts.write();
  sql.exec("DELETE FROM quarantine WHERE id <= (SELECT max(id) FROM quarantine) - ?", KEEP_ROWS);
}

/** Counters of rows that go between `stored` and `quarantined`. */
class Moves {
  private readonly sql: SqlStorage;
  private readonly meters: PartitionStore["meter"];
  private readonly tally = new Tally();
  private readonly meter = new MeterTally();

  constructor(sql: SqlStorage, meters: PartitionStore["meter"]) {
    this.sql = sql;
    this.meters = meters;
  }

  /** 1 sets a row aside, −1 takes it back. Only events and blocks of recordings are counted. */
  move(target: Target, facts: Facts, step: 1 | -1): void {
    if (target !== "events" && target !== "recordings") return;
    const lane: Lane = target === "recordings" ? "recordings" : facts.lane;
    const counts = this.tally.of(facts.environmentId, facts.day, lane);
    counts.quarantined += step;
    counts.stored -= step;
    if (facts.bot) counts.bot -= step;
    // A block is not the unit of its product: its session stays counted.
    if (target === "recordings") return;
    const cell = cellOf(this.meter.group(facts.environmentId, facts.day), meterKey(facts.sdk, facts.event));
    cell.quarantined += step;
    cell.stored -= step;
    if (facts.bot) cell.bot -= step;
  }

  write(): void {
    this.tally.write(this.sql);
    this.meters.write(this.meter);
  }
}

interface Facts {
  readonly environmentId: number;
  readonly day: string;
  readonly lane: Lane;
  readonly bot: boolean;
  readonly event: string;
  readonly sdk: string;
}

function factsOf(row: string): Facts {
  let parsed: JsonObject = {};
  try {
    parsed = JSON.parse(row) as JsonObject;
  } catch {
    // A broken row still names its environment and day somewhere.
    for (const name of ["environment_id", "received_at", "lane", "bot", "event", "p_lib"]) {
      const match = new RegExp(`"${name}":\\s*("([^"]*)"|[0-9]+)`).exec(row);
      if (match) parsed[name] = match[2] ?? Number(match[1]);
    }
  }
  return {
    environmentId: Number(parsed.environment_id ?? 0),
    day: String(parsed.received_at ?? parsed.first_timestamp ?? "").slice(0, 10),
    lane: (parsed.lane as Lane | undefined) ?? "events",
    bot: parsed.bot === 1,
    event: String(parsed.event ?? ""),
    sdk: String(parsed.p_lib ?? ""),
  };
}

/** What was set aside, newest first; `ids` names rows. */
export function readQuarantine(
  sql: SqlStorage,
  environmentId: number,
  limit: number,
  ids: readonly number[] | null = null,
): QuarantinedRow[] {
  return sql
    .exec<Stored>(
      `SELECT id, target, environment_id, at, reason, body FROM quarantine
       WHERE environment_id = ? AND (? IS NULL OR id IN (SELECT value FROM json_each(?))) ORDER BY id DESC LIMIT ?`,
      environmentId,
      ids === null ? null : 1,
      JSON.stringify(ids ?? []),
      limit,
    )
    .toArray()
    .map(({ id, target, environment_id, at, reason, body }) => ({
      id,
      target,
      environmentId: environment_id,
      at,
      reason,
      row: new TextDecoder().decode(body),
      isWhole: body.byteLength < KEEP,
    }));
}

type Stored = {
  id: number;
  target: Target;
  environment_id: number;
  at: number;
  reason: string;
  body: ArrayBuffer;
};

/** What became of rows that somebody decided about. */
export interface QuarantineAnswer {
  readonly done: number;
  /** Rows that were too large to be kept whole: they can't go again. */
  readonly cut: number;
}

/** Rows that one call decides about. */
const MAX_DECIDED = 1_000;

/** Sends rows to the warehouse again: they count as stored until it refuses them once more. Inside a transaction. */
export function replayQuarantined(
  store: PartitionStore,
  environmentId: number,
  ids: readonly number[] | null,
  now: number,
): QuarantineAnswer {
  const rows = readQuarantine(store.sql, environmentId, MAX_DECIDED, ids);
  const whole = rows.filter(({ isWhole }) => isWhole).reverse();
  const counts = new Moves(store.sql, store.meter);
  for (const { target, row } of whole) {
    const batch = store.outbox.batchFor(target, now, store.self);
    store.outbox.add(target, batch, row.replace(/"batch":"\d+"(?=\s*\}$)/, `"batch":"${batch}"`));
    counts.move(target, factsOf(row), -1);
  }
  store.outbox.write();
  counts.write();
  forget(store.sql, whole);
  return { done: whole.length, cut: rows.length - whole.length };
}

/** Throws rows away; they stay counted as quarantined. Inside a transaction. */
export function dropQuarantined(
  store: Pick<PartitionStore, "sql">,
  environmentId: number,
  ids: readonly number[] | null,
): QuarantineAnswer {
  const rows = readQuarantine(store.sql, environmentId, MAX_DECIDED, ids);
  forget(store.sql, rows);
  return { done: rows.length, cut: 0 };
}

function forget(sql: SqlStorage, rows: readonly QuarantinedRow[]): void {
  const ids = JSON.stringify(rows.map(({ id }) => id));
  sql.exec("DELETE FROM quarantine WHERE id IN (SELECT value FROM json_each(?))", ids);
}
