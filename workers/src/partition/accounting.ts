import type { Lane, Rejection } from "@edgewise/core/events/types.ts";

/** One lane of one UTC day. `received = stored + duplicate + Σ rejected + quarantined + over_limit`, always. */
export interface AccountingRow {
  readonly day: string;
  readonly lane: Lane;
  readonly received: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly rejected: Readonly<Record<string, number>>;
  readonly quarantined: number;
  readonly over_limit: number;
  /** Of `stored`: bot traffic, never billed. */
  readonly bot: number;
}

type Count = "received" | "stored" | "duplicate" | "quarantined" | "over_limit" | "bot";
const COUNTS: readonly Count[] = ["received", "stored", "duplicate", "quarantined", "over_limit", "bot"];

/** UTC day of an instant, `YYYY-MM-DD`. */
export function utcDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** Counters of one object, all environments and days together, since it was loaded. */
export type Totals = Readonly<Record<Count, number>>;

type Counts = Record<Count, number>;

export const noCounts = (): Counts => ({
  received: 0,
  stored: 0,
  duplicate: 0,
  quarantined: 0,
  over_limit: 0,
  bot: 0,
});

interface Entry {
  readonly key: readonly [environmentId: number, day: string, lane: Lane];
  readonly counts: Counts;
}

/** Counters collected during one transaction and written once at its end. */
export class Tally {
  private readonly entries = new Map<string, Entry>();
  private readonly rejections = new Map<string, number>();
  private last: Entry | undefined;

  /** The counters of a lane and day, to add to. */
  of(environmentId: number, day: string, lane: Lane): Counts {
    const { last } = this;
    if (last && last.key[2] === lane && last.key[0] === environmentId && last.key[1] === day)
      return last.counts;
    const key = `${environmentId} ${day} ${lane}`;
    let entry = this.entries.get(key);
    if (!entry) {
      const counts = noCounts();
      entry = { key: [environmentId, day, lane], counts };
      this.entries.set(key, entry);
    }
    this.last = entry;
    return entry.counts;
  }

  reject(environmentId: number, day: string, rejection: Rejection): void {
    const key = JSON.stringify([environmentId, day, rejection.lane, rejection.reason]);
    this.rejections.set(key, (this.rejections.get(key) ?? 0) + rejection.count);
    this.of(environmentId, day, rejection.lane).received += rejection.count;
  }

  /** Events that a rule of the environment left out are refusals without a warning. */
  drop(environmentId: number, day: string, lane: Lane, count: number): void {
    this.reject(environmentId, day, { reason: "dropped_by_rule", lane, count });
  }

  /** Adds what was counted to the object's totals. */
  addTo(totals: Counts): void {
    for (const { counts } of this.entries.values()) {
      for (const count of COUNTS) totals[count] += counts[count];
    }
  }

  write(sql: SqlStorage): void {
    if (this.entries.size > 0) {
      const rows = Array.from(this.entries.values(), ({ key, counts }) => [
        ...key,
        ...COUNTS.map((count) => counts[count]),
      ]);
      const columns = rows[0]!.map((_, i) => `value->>${i}`).join(", ");
      const sums = COUNTS.map((count) => `${count} = ${count} + excluded.${count}`).join(", ");
      sql.exec(
        `INSERT INTO accounting SELECT ${columns} FROM json_each(?) WHERE true
         ON CONFLICT DO UPDATE SET ${sums}`,
        JSON.stringify(rows),
      );
    }
    if (this.rejections.size === 0) return;
    const rows = Array.from(this.rejections, ([key, count]) => [...(JSON.parse(key) as unknown[]), count]);
    sql.exec(
      `INSERT INTO rejected SELECT value->>0, value->>1, value->>2, value->>3, value->>4 FROM json_each(?)
       WHERE true ON CONFLICT DO UPDATE SET count = count + excluded.count`,
      JSON.stringify(rows),
    );
  }
}

/** This partition's counters of an environment, days `from` to `to` inclusive (`YYYY-MM-DD`). */
export function readAccounting(
  sql: SqlStorage,
  environmentId: number,
  from: string,
  to: string,
): AccountingRow[] {
  const rejected = new Map<string, Record<string, number>>();
  for (const row of sql.exec<{ day: string; lane: string; reason: string; count: number }>(
    "SELECT day, lane, reason, count FROM rejected WHERE environment_id = ? AND day BETWEEN ? AND ?",
    environmentId,
    from,
    to,
  )) {
    const key = `${row.day} ${row.lane}`;
    rejected.set(key, { ...rejected.get(key), [row.reason]: row.count });
  }
  const query = `SELECT day, lane, ${COUNTS.join(", ")} FROM accounting
    WHERE environment_id = ? AND day BETWEEN ? AND ? ORDER BY day, lane`;
  return sql
    .exec<Record<Count, number> & { day: string; lane: Lane }>(query, environmentId, from, to)
    .toArray()
    .map((row) => ({ ...row, rejected: rejected.get(`${row.day} ${row.lane}`) ?? {} }));
}
