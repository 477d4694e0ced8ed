import { derivedUuid } from "@edgewise/core/events/identity.ts";
import type { PartitionConfig } from "./config.ts";
import { readMeta, writeMeta } from "./schema.ts";

interface Generations {
  /** Which of the three tables takes new uuids; the one before it is still asked, the one after it is emptied. */
  current: 0 | 1 | 2;
  startedAt: number;
  rows: number;
  /** Present while the oldest table still holds rows to delete. */
  purging: boolean;
}

const CHUNK = 5000;
const CANONICAL = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const HEX = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

/** Keys are made in runs of one environment. */
let lastEnvironment = -1;
let lastHex = "";

/** Deduplication key of an event: environment as hex, then the uuid (20 bytes when stored). */
export function seenKey(environmentId: number, uuid: string): string {
  if (environmentId !== lastEnvironment) {
    lastEnvironment = environmentId;
    lastHex = environmentId.toString(16).padStart(8, "0");
  }
  const environment = lastHex;
  if (CANONICAL.test(uuid)) return environment + uuid;
  const hex = HEX.exec(uuid.replaceAll("-", "").toLowerCase());
  return environment + (hex ? hex.slice(1).join("-") : derivedUuid(uuid));
}

/**
 * The uuids of the last month. Two generations are asked, so pruning never scans: when the current one is a month
 * old (or full) it becomes the previous one, and what was previous is deleted in small steps.
 */
export class Dedupe {
  private readonly sql: SqlStorage;
  private readonly config: Pick<PartitionConfig, "seenMs" | "seenRows">;
  private state: Generations;
  /** Tables that are asked: the previous one only while it holds anything. */
  private asked: readonly string[] = [];

  constructor(sql: SqlStorage, config: Pick<PartitionConfig, "seenMs" | "seenRows">, now: number) {
    this.sql = sql;
    this.config = config;
    this.state = readMeta<Generations>(sql, "seen") ?? {
      current: 0,
      startedAt: now,
      rows: 0,
      purging: false,
    };
    this.ask();
  }

  private get current(): string {
    return `seen_${this.state.current}`;
  }

  private get previous(): string {
    return `seen_${(this.state.current + 2) % 3}`;
  }

  private get oldest(): string {
    return `seen_${(this.state.current + 1) % 3}`;
  }

  private ask(): void {
    const empty = this.sql.exec(`SELECT 1 FROM ${this.previous} LIMIT 1`).next().done;
    this.asked = empty ? [this.current] : [this.current, this.previous];
  }

  /** Those of `keys` that were stored before. */
  known(keys: readonly string[]): Set<string> {
    const found = new Set<string>();
    for (let at = 0; at < keys.length; at += CHUNK) {
      const json = JSON.stringify(keys.slice(at, at + CHUNK));
      for (const table of this.asked) {
        const query = `SELECT j.value AS k FROM json_each(?) j CROSS JOIN ${table} s ON s.k = unhex(j.value, '-')`;
        for (const row of this.sql.exec<{ k: string }>(query, json)) found.add(row.k);
      }
    }
    return found;
  }

  /**
   * Remembers keys if none of them is known and none comes twice; else false, and nothing is remembered.
   * Inside a transaction.
   */
  addNew(keys: readonly string[]): boolean {
    if (keys.length === 0) return true;
    if (keys.length > CHUNK) return false;
    const json = `["${keys.join('","')}"]`;
    if (this.asked.length > 1) {
      const query = `SELECT 1 FROM json_each(?) j CROSS JOIN ${this.previous} s ON s.k = unhex(j.value, '-') LIMIT 1`;
      if (!this.sql.exec(query, json).next().done) return false;
    }
    try {
      this.sql.exec(`INSERT INTO ${this.current} SELECT unhex(value, '-') FROM json_each(?)`, json);
    } catch (error) {
      // The statement alone is undone, not the transaction.
      if (String(error).includes("UNIQUE constraint failed")) return false;
      throw error;
    }
    this.state.rows += keys.length;
    return true;
  }

  /** Remembers keys that are not known. Sorted, so that neighbours share a page. */
  add(keys: readonly string[]): void {
    const sorted = keys.toSorted();
    for (let at = 0; at < sorted.length; at += CHUNK) {
      const json = JSON.stringify(sorted.slice(at, at + CHUNK));
      this.sql.exec(`INSERT INTO ${this.current} SELECT unhex(value, '-') FROM json_each(?)`, json);
    }
    this.state.rows += keys.length;
  }

  /** Events that were deleted may come again. */
  forget(keys: readonly string[]): void {
    for (let at = 0; at < keys.length; at += CHUNK) {
      const json = JSON.stringify(keys.slice(at, at + CHUNK));
      for (const table of this.asked) {
        this.sql.exec(`DELETE FROM ${table} WHERE k IN (SELECT unhex(value, '-') FROM json_each(?))`, json);
      }
    }
  }

  /**
   * One bounded step of rotation and pruning; true when more is to be done soon. A clock that jumps can rotate once
   * at most: the generation before stays for another month of that clock.
   */
  maintain(now: number): boolean {
    if (this.state.startedAt > now) this.state.startedAt = now;
    const due = now - this.state.startedAt >= this.config.seenMs || this.state.rows >= this.config.seenRows;
    if (due && !this.state.purging) {
      const current = ((this.state.current + 1) % 3) as 0 | 1 | 2;
      this.state = { current, startedAt: now, rows: 0, purging: true };
      this.ask();
    }
    if (this.state.purging) {
      const { rowsWritten } = this.sql.exec(
        `DELETE FROM ${this.oldest} WHERE k IN (SELECT k FROM ${this.oldest} LIMIT ${CHUNK})`,
      );
      if (rowsWritten === 0) this.state.purging = false;
    }
    writeMeta(this.sql, "seen", this.state);
    return this.state.purging;
  }

  /** Forgets what a rolled back transaction did to the counters. */
  reload(now: number): void {
    this.state = readMeta<Generations>(this.sql, "seen") ?? { ...this.state, startedAt: now };
    this.ask();
  }
}
