import { cellKey, readMeterKey } from "@edgewise/core/billing/meter-key.ts";
import type { PartitionLimits } from "./limits.ts";

/** What a cell of the meter counts; `stored` includes `bot`. */
export const METER_COUNTS = [
  "stored",
  "bot",
  "duplicate",
  "rejected",
  "quarantined",
  "over_limit",
  "dropped",
] as const;
export type MeterCount = (typeof METER_COUNTS)[number];
export type MeterCounts = Record<MeterCount, number>;

export const NO_COUNTS: Readonly<MeterCounts> = {
  stored: 0,
  bot: 0,
  duplicate: 0,
  rejected: 0,
  quarantined: 0,
  over_limit: 0,
  dropped: 0,
};

/** A cell as it stands: totals, never differences, so that telling them twice changes nothing. */
export interface MeterState extends MeterCounts {
  readonly environmentId: number;
  /** UTC day of arrival. */
  readonly day: string;
  /** `cellKey`: product, SDK, event name. */
  readonly key: string;
  /** Rises with every change of the cell. */
  readonly revision: number;
}

interface Group {
  readonly environmentId: number;
  readonly day: string;
  readonly cells: Map<string, MeterCounts>;
}

/** Counted in one transaction, written once at its end. */
export class MeterTally {
  readonly groups: Group[] = [];
  #last: Group | undefined;

  /** The cells of an environment and day. */
  group(environmentId: number, day: string): Map<string, MeterCounts> {
    let group = this.#last;
    if (group?.environmentId !== environmentId || group.day !== day) {
      group = this.groups.find((one) => one.environmentId === environmentId && one.day === day);
      if (group === undefined) {
        group = { environmentId, day, cells: new Map() };
        this.groups.push(group);
      }
      this.#last = group;
    }
    return group.cells;
  }
}

/** The counts of a cell, to add to. */
export function cellOf(cells: Map<string, MeterCounts>, key: string): MeterCounts {
  let counts = cells.get(key);
  if (counts === undefined) {
    counts = { ...NO_COUNTS };
    cells.set(key, counts);
  }
  return counts;
}

/** Cells of an environment and day that keep names apart; further ones count for their product only. */
const MAX_CELLS = 2_000;

/** The meter of a partition: cells in its SQLite, and which of them changed since they were reported. */
export class Meter {
  readonly #sql: SqlStorage;
  readonly #limits: PartitionLimits;
  /** Keys of cells by environment and day, as far as this life wrote them. */
  readonly #known = new Map<string, Set<string>>();
  #dirty = new Map<string, Set<string>>();

  constructor(sql: SqlStorage, limits: PartitionLimits, now: number) {
    this.#sql = sql;
    this.#limits = limits;
    // Whatever a former life may not have reported is reported again.
    const since = new Date(now - 2 * 86_400_000).toISOString().slice(0, 10);
    for (const { environment_id, day, key } of sql.exec<{ environment_id: number; day: string; key: string }>(
      "SELECT environment_id, day, key FROM meter WHERE day >= ?",
      since,
    )) {
      this.#mark(`${environment_id} ${day}`, key);
    }
  }

  get isDirty(): boolean {
    return this.#dirty.size > 0;
  }

  /** Adds what a transaction counted. Inside it. */
  write({ groups }: MeterTally): void {
    const rows: unknown[][] = [];
    for (const { environmentId, day, cells } of groups) {
      const group = `${environmentId} ${day}`;
      const known = this.#keysOf(environmentId, day);
      const limited = this.#limits.has(environmentId);
      const plain: Record<string, number> = {};
      for (const [name, counts] of cells) {
        let key = name;
        if (!known.has(key)) {
          if (known.size >= MAX_CELLS)
            key = cellKey({ product: readMeterKey(name).product, sdk: "", event: "" });
          known.add(key);
        }
        this.#mark(group, key);
        if (limited) this.#limits.use(environmentId, readMeterKey(name).product, counts.stored - counts.bot);
        if (METER_COUNTS.every((count) => count === "stored" || counts[count] === 0))
          plain[key] = (plain[key] ?? 0) + counts.stored;
        else rows.push([environmentId, day, key, ...METER_COUNTS.map((count) => counts[count])]);
      }
      // Mostly events are just stored: a statement that reads two values a cell costs a quarter of the other.
      const text = JSON.stringify(plain);
      if (text !== "{}") this.#sql.exec(UPSERT_STORED, environmentId, day, text);
    }
    if (rows.length === 0) return;
    this.#sql.exec(UPSERT, JSON.stringify(rows));
  }

  /** Cells that changed since the last call. */
  takeDirty(): MeterState[] {
    const taken = this.#dirty;
    this.#dirty = new Map();
    return [...taken].flatMap(([group, keys]) => {
      const [environment, day] = group.split(" ") as [string, string];
      return this.#read(Number(environment), day, [...keys]);
    });
  }

  /** What could not be reported is dirty as before. */
  markAgain(states: readonly MeterState[]): void {
    for (const { environmentId, day, key } of states) this.#mark(`${environmentId} ${day}`, key);
  }

  /** All cells of an environment, days `from` to `to` inclusive. */
  states(environmentId: number, from: string, to: string): MeterState[] {
    const query = `${SELECT} WHERE environment_id = ? AND day BETWEEN ? AND ?`;
    return this.#sql
      .exec<MeterState & Record<string, SqlStorageValue>>(query, environmentId, from, to)
      .toArray();
  }

  /** Drops the cells of days before one: the organisation's meter has them. Days that wait to be reported stay. */
  prune(before: string): void {
    const waits = [...this.#dirty.keys()].map((group) => group.split(" ")[1] ?? "");
    const from = waits.filter((day) => day < before).sort()[0] ?? before;
    this.#sql.exec("DELETE FROM meter WHERE day < ?", from);
  }

  /** Forgets what was marked by a transaction that was rolled back only as far as needed: totals are read anew anyway. */
  reload(): void {
    this.#known.clear();
  }

  #read(environmentId: number, day: string, keys: readonly string[]): MeterState[] {
    const query = `${SELECT} WHERE environment_id = ? AND day = ? AND key IN (SELECT value FROM json_each(?))`;
    return this.#sql
      .exec<MeterState & Record<string, SqlStorageValue>>(query, environmentId, day, JSON.stringify(keys))
      .toArray();
  }

  #keysOf(environmentId: number, day: string): Set<string> {
    const group = `${environmentId} ${day}`;
    let known = this.#known.get(group);
    if (known === undefined) {
      const query = "SELECT key FROM meter WHERE environment_id = ? AND day = ?";
      known = new Set(
        this.#sql
          .exec<{ key: string }>(query, environmentId, day)
          .toArray()
          .map(({ key }) => key),
      );
      if (this.#known.size > 500) this.#known.clear();
      this.#known.set(group, known);
    }
    return known;
  }

  #mark(group: string, key: string): void {
    let keys = this.#dirty.get(group);
    if (keys === undefined) {
      keys = new Set();
      this.#dirty.set(group, keys);
    }
    keys.add(key);
  }
}

const COLUMNS = METER_COUNTS.join(", ");
const SELECT = `SELECT environment_id AS environmentId, day, key, ${COLUMNS}, revision FROM meter`;
const VALUES = Array.from({ length: 3 + METER_COUNTS.length }, (_, index) => `value->>${index}`).join(", ");
const SUMS = METER_COUNTS.map((count) => `${count} = ${count} + excluded.${count}`).join(", ");
const UPSERT = `INSERT INTO meter (environment_id, day, key, ${COLUMNS}, revision)
  SELECT ${VALUES}, 1 FROM json_each(?) WHERE true
  ON CONFLICT DO UPDATE SET ${SUMS}, revision = revision + 1`;
const UPSERT_STORED = `INSERT INTO meter (environment_id, day, key, ${COLUMNS}, revision)
  SELECT ?, ?, key, ${METER_COUNTS.map((count) => (count === "stored" ? "value" : "0")).join(", ")}, 1
  FROM json_each(?) WHERE true
  ON CONFLICT DO UPDATE SET stored = stored + excluded.stored, revision = revision + 1`;
