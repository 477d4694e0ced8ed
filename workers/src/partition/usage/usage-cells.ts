import { readMeterKey } from "@edgewise/core/billing/meter-key.ts";
import { meterOf } from "@edgewise/core/billing/meters.ts";
import type { ProductKey } from "@edgewise/core/billing/products.ts";
import { METER_COUNTS, type MeterCounts, type MeterState } from "../meter/cells.ts";
import { FLAG_REQUESTS } from "../meter/reporter.ts";

const COLUMNS = METER_COUNTS.join(", ");

/** A cell of the organisation's meter: partitions added up, test accounts counted apart. */
export interface UsageCell extends MeterCounts {
  readonly environmentId: number;
  readonly day: string;
  readonly key: string;
  /** Of `stored` without bots: events of test accounts. */
  readonly test: number;
}

/** Units that came over a limit and were stored later. */
export interface RestoredCells {
  readonly environmentId: number;
  readonly day: string;
  /** Units by `cellKey`. */
  readonly cells: Readonly<Record<string, number>>;
}

/** Source of restored units; partitions have their own numbers. */
const RESTORED = -2;
/** Source of cells that were made of all sources'. */
const FOLDED = -3;
const DAY_MS = 86_400_000;

type Row<T> = T & Record<string, SqlStorageValue>;

/** Units of a cell that cost something. */
export function billableUnits({
  key,
  stored,
  bot,
  test,
}: Pick<UsageCell, "key" | "stored" | "bot" | "test">): number {
  const { event } = readMeterKey(key);
  return meterOf(event).free ? 0 : Math.max(0, stored - bot - test);
}

/** Cells of all environments of an organisation, each source's (partition's) totals kept apart. */
export class UsageCells {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS cells (
      environment_id INTEGER, day TEXT, source INTEGER, key TEXT,
      ${METER_COUNTS.map((count) => `${count} INTEGER`).join(", ")}, revision INTEGER,
      PRIMARY KEY (day, environment_id, key, source)) WITHOUT ROWID`);
    sql.exec("CREATE TABLE IF NOT EXISTS restored (id TEXT PRIMARY KEY) WITHOUT ROWID");
    sql.exec(`CREATE TABLE IF NOT EXISTS tests (
      environment_id INTEGER, day TEXT, key TEXT, count INTEGER,
      PRIMARY KEY (day, environment_id, key)) WITHOUT ROWID`);
  }

  /**
   * Takes a source's totals; older ones than held change nothing. Answers billable units gained, by product.
   * `kept`: where units beyond those held go; a source that doesn't know limits gives all as `stored`.
   */
  put(
    source: number,
    states: readonly MeterState[],
    kept: "stored" | "over_limit" = "stored",
  ): Map<ProductKey, number> {
    const gained = new Map<ProductKey, number>();
    for (const state of states) {
      const before = this.#sql
        .exec<Row<{ revision: number; stored: number; bot: number; over_limit: number }>>(
          "SELECT revision, stored, bot, over_limit FROM cells WHERE day = ? AND environment_id = ? AND key = ? AND source = ?",
          state.day,
          state.environmentId,
          state.key,
          source,
        )
        .next().value;
      if (before && before.revision >= state.revision) continue;
      const held = {
        stored: before?.stored ?? 0,
        bot: before?.bot ?? 0,
        over_limit: before?.over_limit ?? 0,
      };
      const counts: MeterCounts = { ...state };
      if (source === FLAG_REQUESTS) {
        const more = state.stored - held.stored - held.over_limit;
        counts.stored = held.stored + (kept === "stored" ? more : 0);
        counts.over_limit = held.over_limit + (kept === "stored" ? 0 : more);
      }
      this.#sql.exec(
        `INSERT OR REPLACE INTO cells (environment_id, day, source, key, ${COLUMNS}, revision)
         VALUES (?, ?, ?, ?, ${METER_COUNTS.map(() => "?").join(", ")}, ?)`,
        state.environmentId,
        state.day,
        source,
        state.key,
        ...METER_COUNTS.map((count) => counts[count]),
        state.revision,
      );
      const { product, event } = readMeterKey(state.key);
      if (meterOf(event).free) continue;
      const units = counts.stored - counts.bot - (held.stored - held.bot);
      gained.set(product, (gained.get(product) ?? 0) + units);
    }
    return gained;
  }

  /**
   * Moves units that were restored from `over_limit` to `stored`. The same `id` again changes nothing. Answers billable
   * units gained, by product.
   */
  restore(id: string, { environmentId, day, cells }: RestoredCells): Map<ProductKey, number> {
    const gained = new Map<ProductKey, number>();
    const isNew = this.#sql.exec("INSERT OR IGNORE INTO restored VALUES (?)", id).rowsWritten > 0;
    if (!isNew) return gained;
    for (const [key, units] of Object.entries(cells)) {
      this.#sql.exec(
        `INSERT INTO cells (environment_id, day, source, key, ${COLUMNS}, revision)
         VALUES (?, ?, ${RESTORED}, ?, ${METER_COUNTS.map((count) => (count === "stored" ? units : count === "over_limit" ? -units : 0)).join(", ")}, 1)
         ON CONFLICT DO UPDATE SET stored = stored + excluded.stored, over_limit = over_limit + excluded.over_limit`,
        environmentId,
        day,
        key,
      );
      const { product, event } = readMeterKey(key);
      if (!meterOf(event).free) gained.set(product, (gained.get(product) ?? 0) + units);
    }
    return gained;
  }

  /**
   * Makes one cell of all sources' for days before `fold`, a day a call, and drops days before `drop`. Answers the first day
   * that is not folded: what a source says of earlier ones is in there already.
   */
  prune(folded: string, fold: string, drop: string): string {
    this.#sql.exec("DELETE FROM cells WHERE day < ?", drop);
    this.#sql.exec("DELETE FROM tests WHERE day < ?", drop);
    const next = this.#sql
      .exec<{ day: string | null }>(
        "SELECT min(day) AS day FROM cells WHERE day >= ? AND day < ?",
        folded,
        fold,
      )
      .one().day;
    if (next === null) return fold;
    const sums = METER_COUNTS.map((count) => `sum(${count})`).join(", ");
    this.#sql.exec(
      `INSERT OR REPLACE INTO cells (environment_id, day, source, key, ${COLUMNS}, revision)
       SELECT environment_id, day, ${FOLDED}, key, ${sums}, max(revision) FROM cells WHERE day = ?
       GROUP BY environment_id, key`,
      next,
    );
    this.#sql.exec(`DELETE FROM cells WHERE day = ? AND source != ${FOLDED}`, next);
    return new Date(Date.parse(next) + DAY_MS).toISOString().slice(0, 10);
  }

  /** Sets how many of a day's stored events came from test accounts: all cells of that day at once. */
  putTests(environmentId: number, day: string, counts: Readonly<Record<string, number>>): void {
    this.#sql.exec("DELETE FROM tests WHERE day = ? AND environment_id = ?", day, environmentId);
    this.#sql.exec(
      "INSERT INTO tests SELECT ?, ?, key, value FROM json_each(?)",
      environmentId,
      day,
      JSON.stringify(counts),
    );
  }

  /** Days `from` to `to` inclusive, of one environment or all. */
  read(from: string, to: string, environmentId: number | null = null): UsageCell[] {
    const sums = METER_COUNTS.map((count) => `sum(c.${count}) AS ${count}`).join(", ");
    return this.#sql
      .exec<Row<UsageCell>>(
        `SELECT c.environment_id AS environmentId, c.day AS day, c.key AS key, ${sums},
           coalesce(max(t.count), 0) AS test
         FROM cells c LEFT JOIN tests t ON t.day = c.day AND t.environment_id = c.environment_id AND t.key = c.key
         WHERE c.day BETWEEN ? AND ? AND (? IS NULL OR c.environment_id = ?)
         GROUP BY c.day, c.environment_id, c.key ORDER BY c.day, c.environment_id, c.key`,
        from,
        to,
        environmentId,
        environmentId,
      )
      .toArray();
  }
}
