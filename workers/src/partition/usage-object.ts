import { DurableObject } from "cloudflare:workers";
import { allowances, type SpendingLimits } from "@edgewise/core/billing/limits.ts";
import { readMeterKey } from "@edgewise/core/billing/meter-key.ts";
import { METERED, type ProductKey } from "@edgewise/core/billing/products.ts";
import { monthOf } from "@edgewise/core/billing/proration.ts";
import type { RestoredSpan } from "@edgewise/core/insights/weights.ts";
import type { EdgeEnv } from "../env.ts";
import { utcDay } from "./accounting.ts";
import type { MeterState } from "./meter/cells.ts";
import { FOLD_AFTER_DAYS, KEPT_DAYS } from "./meter/keep.ts";
import type { LimitAnswer, LimitState } from "./meter/limits.ts";
import { FLAG_REQUESTS, type MeterReport } from "./meter/reporter.ts";
import { type OverPeriod, OverPeriods } from "./usage/over-periods.ts";
import { type EnvironmentSpan, RestoredSpans } from "./usage/restored-spans.ts";
import { billableUnits, type RestoredCells, type UsageCell, UsageCells } from "./usage/usage-cells.ts";

/** Usage of a span of days, and how the organisation's limits stand now. */
export interface UsageAnswer {
  readonly cells: readonly UsageCell[];
  readonly limits: LimitState;
  readonly over: readonly OverPeriod[];
}

/** What an organisation set; older versions never replace newer ones. */
export interface MeterSettings {
  readonly version: number;
  readonly limits: SpendingLimits;
  readonly pause: boolean;
}

const DAY_MS = 86_400_000;
const FOLDS_A_DAY = 60;

/** The meter of an organisation (`organization:<id>`): what its environments used, and whether that is over a limit. */
export class UsageObject extends DurableObject<EdgeEnv> {
  readonly #cells: UsageCells;
  readonly #over: OverPeriods;
  readonly #restored: RestoredSpans;
  #settings: MeterSettings | null = null;
  /** Billable units of the month that `#month` begins, kept up to date by reports. */
  #used = new Map<ProductKey, number>();
  #month = 0;
  /** Days before this one are one cell each, whatever source they came from. */
  #folded = "";
  /** When old cells were last looked after. */
  #pruned = "";

  constructor(ctx: DurableObjectState, env: EdgeEnv) {
    super(ctx, env);
    const { sql } = ctx.storage;
    sql.exec("CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID");
    this.#cells = new UsageCells(sql);
    this.#over = new OverPeriods(sql);
    this.#restored = new RestoredSpans(sql);
    const held = sql.exec<{ value: string }>("SELECT value FROM settings WHERE name = 'limits'").next().value;
    if (held) this.#settings = JSON.parse(held.value) as MeterSettings;
    const folded = sql
      .exec<{ value: string }>("SELECT value FROM settings WHERE name = 'folded'")
      .next().value;
    this.#folded = folded?.value ?? "";
  }

  /** Takes what a partition counted; answers how the limits of the organisation stand. */
  async report({ source, cells }: MeterReport): Promise<LimitAnswer> {
    const now = Date.now();
    return this.ctx.storage.transactionSync(() => {
      const used = this.#usedIn(now);
      const since = utcDay(this.#month);
      const fresh = cells.filter(({ day }) => day >= this.#folded);
      const [earlier, current] = [false, true].map((isCurrent) =>
        fresh.filter(({ day }) => day >= since === isCurrent),
      ) as [MeterState[], MeterState[]];
      // Flags go on answering over their limit: nobody's product breaks, and nobody pays for it.
      const kept = source === FLAG_REQUESTS && this.#state(now).flags?.over ? "over_limit" : "stored";
      this.#cells.put(source, earlier, kept);
      for (const [product, units] of this.#cells.put(source, current, kept))
        used.set(product, (used.get(product) ?? 0) + units);
      this.#prune(now);
      return { products: this.#state(now), pause: this.#settings?.pause ?? false };
    });
  }

  /** Sets the limits; the edge follows within a second while it reports. */
  async setLimits(settings: MeterSettings): Promise<LimitState> {
    if (settings.version >= (this.#settings?.version ?? 0)) {
      this.#settings = settings;
      const text = JSON.stringify(settings);
      this.ctx.storage.sql.exec("INSERT OR REPLACE INTO settings VALUES ('limits', ?)", text);
    }
    return this.ctx.storage.transactionSync(() => this.#state(Date.now()));
  }

  /** Sets which of a day's events came from test accounts. */
  async putTests(
    environmentId: number,
    day: string,
    counts: Readonly<Record<string, number>>,
  ): Promise<void> {
    this.ctx.storage.transactionSync(() => this.#cells.putTests(environmentId, day, counts));
    this.#month = 0;
  }

  /**
   * What to restore of an object of the archive: by the rule that an earlier call named and did not finish, else by `rule`.
   * So whatever happened in between, an object is never read by two rules.
   */
  async beginRestore(object: string, rule: string): Promise<string> {
    const { sql } = this.ctx.storage;
    sql.exec("INSERT OR IGNORE INTO settings VALUES (?, ?)", `restoring ${object}`, rule);
    const name = `restoring ${object}`;
    return sql.exec<{ value: string }>("SELECT value FROM settings WHERE name = ?", name).one().value;
  }

  /** Counts what was restored, once for an object and rule. */
  async restored(id: string, cells: RestoredCells): Promise<void> {
    this.ctx.storage.transactionSync(() => this.#cells.restore(id, cells));
    this.#month = 0;
  }

  async endRestore(object: string): Promise<void> {
    this.ctx.storage.sql.exec("DELETE FROM settings WHERE name = ?", `restoring ${object}`);
  }

  /** Nothing of that time is missing any more. */
  async spanRestored(id: string, span: EnvironmentSpan): Promise<void> {
    this.#restored.put(id, span);
  }

  async restoredSpans(environmentId: number): Promise<readonly RestoredSpan[]> {
    return this.#restored.of(environmentId);
  }

  /** Days `from` to `to` inclusive (`YYYY-MM-DD`), of one environment or all. */
  async usage(from: string, to: string, environmentId: number | null): Promise<UsageAnswer> {
    const limits = this.ctx.storage.transactionSync(() => this.#state(Date.now()));
    return {
      cells: this.#cells.read(from, to, environmentId),
      limits,
      over: this.#over.between(Date.parse(from), Date.parse(to) + DAY_MS),
    };
  }

  /** Times in which a product was only counted, that touch `from` to `to` (ms). */
  async overPeriods(from: number, to: number): Promise<readonly OverPeriod[]> {
    return this.#over.between(from, to);
  }

  /** Keeps what is old small, a few days at a time: once a day, all of it within days. */
  #prune(now: number): void {
    const today = utcDay(now);
    if (this.#pruned === today) return;
    this.#pruned = today;
    const [fold, drop] = [FOLD_AFTER_DAYS, KEPT_DAYS].map((days) => utcDay(now - days * DAY_MS)) as [
      string,
      string,
    ];
    this.#restored.prune(Date.parse(drop));
    for (let day = 0; day < FOLDS_A_DAY && this.#folded < fold; day++)
      this.#folded = this.#cells.prune(this.#folded, fold, drop);
    this.ctx.storage.sql.exec("INSERT OR REPLACE INTO settings VALUES ('folded', ?)", this.#folded);
  }

  /** Billable units of the running month. */
  #usedIn(now: number): Map<ProductKey, number> {
    const { start, end } = monthOf(now);
    if (this.#month === start) return this.#used;
    this.#month = start;
    this.#used = new Map();
    for (const cell of this.#cells.read(utcDay(start), utcDay(end - DAY_MS))) {
      const { product } = readMeterKey(cell.key);
      this.#used.set(product, (this.#used.get(product) ?? 0) + billableUnits(cell));
    }
    return this.#used;
  }

  #state(now: number): LimitState {
    const used = this.#usedIn(now);
    const allowed =
      this.#settings === null ? null : allowances(this.#settings.limits, Object.fromEntries(used));
    const state: Partial<Record<ProductKey, { over: boolean; left: number; allowance: number }>> = {};
    for (const product of METERED) {
      const allowance = allowed?.[product] ?? null;
      const units = used.get(product) ?? 0;
      const over = allowance !== null && units >= allowance;
      this.#over.note(product, over, now);
      if (allowance !== null) state[product] = { over, left: Math.max(0, allowance - units), allowance };
    }
    return state;
  }
}
