import type { Result, Warehouse, WarehouseError } from "../../ports/warehouse.ts";
import { inflated } from "../../zstd.ts";
import type { PartitionStore } from "../store.ts";
import { backoffMs } from "./backoff.ts";
import { bisect } from "./bisect.ts";
import { TARGETS, type Target } from "./outbox.ts";
import { quarantine } from "./quarantine.ts";

/**
 * A round of this many rows means load: the next one waits longer, since an engine spends half as much on a row of ten
 * thousand as on a row of one thousand.
 */
const BUSY_ROWS = 1000;
const BUSY_FACTOR = 5;

export interface FlusherOptions {
  readonly store: PartitionStore;
  readonly warehouse: Warehouse;
  /** Keeps a batch of `over_limit`. */
  archive(zstd: Uint8Array, key: string): Promise<Result<void, WarehouseError>>;
  readonly now: () => number;
  readonly random: () => number;
}

export interface FlushFailure {
  readonly at: number;
  readonly target: Target;
  readonly message: string;
}

/**
 * Brings batches to the warehouse: one in flight per table, the oldest first, each deleted only after it was
 * confirmed. Timers drive it while the object lives; the object's alarm starts it again after a crash.
 */
export class Flusher {
  private readonly options: FlusherOptions;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | undefined;
  /** Batches that an attempt may have reached, in this life; all found at start count too. */
  private readonly attempted = new Set<number>();
  private readonly bornWith: number;
  /** Rows that the last round brought over, and when it ended. */
  private lastRows = 0;
  private lastRun = 0;
  failures = 0;
  lastFailure: FlushFailure | null = null;
  lastSuccess: number | null = null;

  constructor(options: FlusherOptions) {
    this.options = options;
    this.bornWith = options.store.outbox.newestBatch();
  }

  /** Starts a flush soon; a no-op while one runs or waits. */
  kick(): void {
    const { outbox, config } = this.options.store;
    if (this.running || this.timer !== undefined || outbox.rows === 0) return;
    const busy =
      this.lastRows >= BUSY_ROWS && this.options.now() - this.lastRun < BUSY_FACTOR * config.flushMs;
    const delay = outbox.hasSealed() ? 0 : busy ? BUSY_FACTOR * config.flushMs : config.flushMs;
    this.timer = setTimeout(() => void this.flush(), delay);
  }

  /** Flushes until nothing is left or the warehouse refuses to answer. Never throws. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.running ??= this.run().finally(() => {
      this.running = undefined;
      this.rearm();
    });
    return this.running;
  }

  private rearm(): void {
    const { outbox, config } = this.options.store;
    if (this.failures === 0) this.kick();
    else if (this.timer === undefined && outbox.rows > 0) {
      const delay = backoffMs(this.failures, config.maxBackoffMs, this.options.random());
      this.timer = setTimeout(() => void this.flush(), delay);
    }
  }

  private async run(): Promise<void> {
    this.lastRows = 0;
    const failed = await Promise.all(TARGETS.map((target) => this.drain(target)));
    this.failures = failed.some(Boolean) ? this.failures + 1 : 0;
    this.lastRun = this.options.now();
  }

  /** Flushes one table; true when it failed. */
  private async drain(target: Target): Promise<boolean> {
    const { store, now } = this.options;
    for (let next = store.outbox.takeOldest(target); next; next = store.outbox.takeOldest(target)) {
      const error = await this.send(target, next.batch);
      if (error) {
        this.lastFailure = { at: now(), target, message: error.message };
        return true;
      }
      this.lastSuccess = now();
      this.lastRows += next.rows;
      if (store.outbox.isOpenOnly(target)) break;
    }
    return false;
  }

  private async send(target: Target, batch: number): Promise<WarehouseError | null> {
    const { store, warehouse, now } = this.options;
    const zstd = store.outbox.read(target, batch);
    const key = `p${store.self}-${target}-${batch}`;
    const retry = batch <= this.bornWith || this.attempted.has(batch);
    this.attempted.add(batch);
    const result =
      target === "over_limit"
        ? await this.options.archive(zstd, key)
        : await warehouse.insert(target, { zstd }, key, { retry });
    if (!result.ok && result.error.code !== "rejected") return result.error;
    if (result.ok) {
      store.transaction(now(), () => store.outbox.remove(target, batch));
    } else {
      const rows = new TextDecoder().decode(inflated(zstd)).trimEnd().split("\n");
      const parts = await bisect(rows, (ndjson, part) =>
        warehouse.insert(target, ndjson, `${key}-${part}`, { retry: true }),
      );
      if (!parts.ok) return parts.error;
      store.transaction(now(), () => {
        quarantine(store, target, batch, parts.value, now());
        store.outbox.remove(target, batch);
      });
    }
    this.attempted.delete(batch);
    return null;
  }
}
