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
  const tally = new Tally();
  const meter = new MeterTally();
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
    if (target !== "events" && target !== "recordings") continue;
    const lane: Lane = target === "recordings" ? "recordings" : facts.lane;
    const counts = tally.of(facts.environmentId, facts.day, lane);
    counts.quarantined += 1;
    counts.stored -= 1;
    if (facts.bot) counts.bot -= 1;
    // A block is not the unit of its product: its session stays counted.
    if (target === "recordings") continue;
    const cell = cellOf(meter.group(facts.environmentId, facts.day), meterKey(facts.sdk, facts.event));
    cell.quarantined += 1;
    cell.stored -= 1;
    if (facts.bot) cell.bot -= 1;
  }
  tally.write(sql);
  meters.write(meter);
  sql.exec("DELETE FROM quarantine WHERE id <= (SELECT max(id) FROM quarantine) - ?", KEEP_ROWS);
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

/** What was set aside, newest first. */
export function readQuarantine(sql: SqlStorage, environmentId: number, limit: number): QuarantinedRow[] {
  return sql
    .exec<{
      id: number;
      target: Target;
      environment_id: number;
      at: number;
      reason: string;
      body: ArrayBuffer;
    }>(
      "SELECT id, target, environment_id, at, reason, body FROM quarantine WHERE environment_id = ? ORDER BY id DESC LIMIT ?",
      environmentId,
      limit,
    )
    .toArray()
    .map(({ id, target, environment_id, at, reason, body }) => {
      return { id, target, environmentId: environment_id, at, reason, row: new TextDecoder().decode(body) };
    });
}
