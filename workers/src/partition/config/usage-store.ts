import { cellKey } from "@edgewise/core/billing/meter-key.ts";
import { LOCAL_EVALUATION } from "@edgewise/core/billing/meters.ts";
import { type MeterState, NO_COUNTS } from "../meter/cells.ts";

/** Requests of one kind by one SDK in one environment and UTC day. */
export interface RequestCount {
  readonly environmentId: number;
  readonly day: string;
  /** `flags` are metered; `definitions` (polls for local evaluation) are free. */
  readonly kind: "flags" | "definitions";
  readonly sdk: string;
  readonly count: number;
}

/** Answers of one flag in one environment and UTC day. */
export interface EvaluationCount {
  readonly environmentId: number;
  readonly day: string;
  readonly key: string;
  /** '' = none. */
  readonly variant: string;
  readonly enabled: boolean;
  readonly reason: string;
  readonly count: number;
}

export interface Usage {
  readonly requests: readonly Omit<RequestCount, "environmentId">[];
  readonly evaluations: readonly Omit<EvaluationCount, "environmentId">[];
}

/** Which message of a sender this is: serials of a `source` rise, and it sends none before the one before arrived. */
export interface UsageMessage {
  readonly source: string;
  readonly serial: number;
}

const KEPT_DAYS = 120;
/** How long a sender may try again. */
const SOURCE_DAYS = 2;

/** Counted flag requests of a project, by day. */
export class UsageStore {
  readonly #sql: SqlStorage;
  #cleaned = "";

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS flag_requests (
      environment_id INTEGER, day TEXT, kind TEXT, sdk TEXT, count INTEGER,
      PRIMARY KEY (environment_id, day, kind, sdk)) WITHOUT ROWID`);
    sql.exec(`CREATE TABLE IF NOT EXISTS flag_evaluations (
      environment_id INTEGER, day TEXT, key TEXT, variant TEXT, enabled INTEGER, reason TEXT, count INTEGER,
      PRIMARY KEY (environment_id, day, key, variant, enabled, reason)) WITHOUT ROWID`);
    sql.exec(`CREATE TABLE IF NOT EXISTS flag_last_evaluated (
      environment_id INTEGER, key TEXT, at INTEGER, PRIMARY KEY (environment_id, key)) WITHOUT ROWID`);
    sql.exec(`CREATE TABLE IF NOT EXISTS flag_usage_sources (
      source TEXT PRIMARY KEY, serial INTEGER, at INTEGER) WITHOUT ROWID`);
  }

  /** True the first time that this message comes; false when it comes again because its answer got lost. */
  isNew({ source, serial }: UsageMessage, now: number): boolean {
    return !this.#sql
      .exec(
        `INSERT INTO flag_usage_sources VALUES (?, ?, ?)
         ON CONFLICT DO UPDATE SET serial = excluded.serial, at = excluded.at WHERE excluded.serial > serial RETURNING 1`,
        source,
        serial,
        now,
      )
      .next().done;
  }

  /** Adds what an isolate counted until `now` (ms). */
  add(requests: readonly RequestCount[], evaluations: readonly EvaluationCount[], now: number): void {
    const sum = "ON CONFLICT DO UPDATE SET count = count + excluded.count";
    const insert = (table: string, rows: readonly unknown[][], tail: string) => {
      if (rows.length === 0) return;
      const columns = rows[0]!.map((_, index) => `value->>${index}`).join(", ");
      this.#sql.exec(
        `INSERT INTO ${table} SELECT ${columns} FROM json_each(?) WHERE true ${tail}`,
        JSON.stringify(rows),
      );
    };
    insert(
      "flag_requests",
      requests.map((row) => [row.environmentId, row.day, row.kind, row.sdk, row.count]),
      sum,
    );
    insert(
      "flag_evaluations",
      evaluations.map((row) => [
        row.environmentId,
        row.day,
        row.key,
        row.variant,
        Number(row.enabled),
        row.reason,
        row.count,
      ]),
      sum,
    );
    const seen = new Map(
      evaluations.map((row) => [`${row.environmentId} ${row.key}`, [row.environmentId, row.key, now]]),
    );
    insert("flag_last_evaluated", [...seen.values()], "ON CONFLICT DO UPDATE SET at = max(at, excluded.at)");
    this.#clean(now);
  }

  /** Days `from` to `to` inclusive (`YYYY-MM-DD`); `key` = of one flag. */
  read(environmentId: number, from: string, to: string, key: string | null): Usage {
    const requests = this.#sql
      .exec<Omit<RequestCount, "environmentId"> & Record<string, SqlStorageValue>>(
        "SELECT day, kind, sdk, count FROM flag_requests WHERE environment_id = ? AND day BETWEEN ? AND ? ORDER BY day, kind, sdk",
        environmentId,
        from,
        to,
      )
      .toArray();
    const evaluations = this.#sql
      .exec<{ day: string; key: string; variant: string; enabled: number; reason: string; count: number }>(
        `SELECT day, key, variant, enabled, reason, count FROM flag_evaluations
         WHERE environment_id = ? AND day BETWEEN ? AND ? AND (? IS NULL OR key = ?) ORDER BY day, key, variant, reason`,
        environmentId,
        from,
        to,
        key,
        key,
      )
      .toArray();
    return { requests, evaluations: evaluations.map((row) => ({ ...row, enabled: row.enabled === 1 })) };
  }

  /** Requests of a day as cells of the meter. Counts only rise, so they are their own revision. */
  requestCells(environmentId: number, day: string): MeterState[] {
    return this.#sql
      .exec<{ kind: string; sdk: string; count: number }>(
        "SELECT kind, sdk, count FROM flag_requests WHERE environment_id = ? AND day = ?",
        environmentId,
        day,
      )
      .toArray()
      .map(({ kind, sdk, count }) => ({
        environmentId,
        day,
        key: cellKey({ product: "flags", sdk, event: kind === "flags" ? "" : LOCAL_EVALUATION }),
        ...NO_COUNTS,
        stored: count,
        revision: count,
      }));
  }

  /** When each flag was last evaluated by a request, ms since the epoch. */
  lastEvaluated(environmentId: number): Record<string, number> {
    const rows = this.#sql.exec<{ key: string; at: number }>(
      "SELECT key, at FROM flag_last_evaluated WHERE environment_id = ?",
      environmentId,
    );
    return Object.fromEntries(rows.toArray().map(({ key, at }) => [key, at]));
  }

  #clean(now: number): void {
    const oldest = new Date(now - KEPT_DAYS * 86_400_000).toISOString().slice(0, 10);
    if (oldest === this.#cleaned) return;
    this.#cleaned = oldest;
    for (const table of ["flag_requests", "flag_evaluations"])
      this.#sql.exec(`DELETE FROM ${table} WHERE day < ?`, oldest);
    this.#sql.exec("DELETE FROM flag_usage_sources WHERE at < ?", now - SOURCE_DAYS * 86_400_000);
  }
}
