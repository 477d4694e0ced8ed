import { utcDay } from "../accounting.ts";
import { backoffMs } from "../outbox/backoff.ts";
import type { PartitionStore } from "../store.ts";
import type { MeterState } from "./cells.ts";
import { FOLD_AFTER_DAYS } from "./keep.ts";
import type { LimitAnswer } from "./limits.ts";

/** Source of counted flag requests; partitions have their own numbers. */
export const FLAG_REQUESTS = -1;

/** Cells of one organisation, as one source of counts has them. */
export interface MeterReport {
  /** Which partition, or {@link FLAG_REQUESTS}. */
  readonly source: number;
  readonly cells: readonly MeterState[];
}

export interface ReporterOptions {
  readonly store: PartitionStore;
  readonly now: () => number;
  readonly random: () => number;
  /** The organisation of an environment; null while it is not known. */
  organizationOf(environmentId: number): Promise<string | null>;
  /** Brings cells to the organisation's meter; answers how its limits stand. */
  report(organizationId: string, report: MeterReport): Promise<LimitAnswer>;
}

/** Usage is told this long after it happened, at most; a used up lease tells it at once. */
const REPORT_MS = 1_000;
/** Limits may have changed although nothing was stored: ask again. */
const MAX_BACKOFF_MS = 30_000;
/** Cells in one call. */
const CHUNK = 2_000;
const DAY_MS = 86_400_000;

/** Tells organisations what their environments used. Totals, so that a repeated or late report changes nothing. */
export class MeterReporter {
  readonly #options: ReporterOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | undefined;
  #failures = 0;
  #pruned = "";

  constructor(options: ReporterOptions) {
    this.#options = options;
  }

  /** Starts a report soon; at once when a lease is used up. */
  kick(): void {
    const { meter, limits } = this.#options.store;
    if (this.#running || !meter.isDirty) return;
    const isUrgent = limits.urgent && this.#failures === 0;
    if (isUrgent) clearTimeout(this.#timer);
    else if (this.#timer !== undefined) return;
    const { random } = this.#options;
    const pause = this.#failures === 0 ? REPORT_MS : backoffMs(this.#failures, MAX_BACKOFF_MS, random());
    this.#timer = setTimeout(() => void this.run(), isUrgent ? 0 : pause);
  }

  /** Reports everything that changed. Never throws. */
  run(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#running ??= this.#report()
      .then((isComplete) => {
        this.#failures = isComplete ? 0 : this.#failures + 1;
      })
      .finally(() => {
        this.#running = undefined;
        this.kick();
      });
    return this.#running;
  }

  async #report(): Promise<boolean> {
    const { store } = this.#options;
    store.limits.urgent = false;
    const byEnvironment = Map.groupBy(store.meter.takeDirty(), ({ environmentId }) => environmentId);
    const answers = await Promise.all(
      [...byEnvironment].map(([environmentId, cells]) => this.#reportOne(environmentId, cells)),
    );
    const complete = answers.every(Boolean);
    if (complete) this.#prune();
    return complete;
  }

  /** Once a day what the organisations' meters have had for long is dropped here. */
  #prune(): void {
    const { store, now } = this.#options;
    const today = utcDay(now());
    if (this.#pruned === today) return;
    this.#pruned = today;
    // A few days before their meters stop to listen to such days.
    store.meter.prune(utcDay(now() - (FOLD_AFTER_DAYS - 5) * DAY_MS));
  }

  async #reportOne(environmentId: number, cells: readonly MeterState[]): Promise<boolean> {
    const { store, organizationOf, report } = this.#options;
    let told = 0;
    try {
      const organizationId = await organizationOf(environmentId);
      if (organizationId === null) {
        store.meter.markAgain(cells);
        return false;
      }
      for (; told < cells.length; told += CHUNK) {
        const part = cells.slice(told, told + CHUNK);
        store.limits.set(environmentId, await report(organizationId, { source: store.self, cells: part }));
      }
      return true;
    } catch (error) {
      store.meter.markAgain(cells.slice(told));
      console.error(JSON.stringify({ meter: "report", environmentId, error: String(error) }));
      return false;
    }
  }
}
