import type { AppendBatch, AppendResult } from "@edgewise/core/events/types.ts";
import { appendBatches, sizeOf } from "./append.ts";
import type { PartitionStore } from "./store.ts";

interface Call {
  readonly batches: readonly AppendBatch[];
  readonly size: number;
  readonly resolve: (results: AppendResult[]) => void;
  readonly reject: (error: unknown) => void;
}

export interface GroupCommitOptions {
  readonly store: PartitionStore;
  readonly now: () => number;
  /** Called after a commit that left something to flush or deliver. */
  readonly committed: () => void;
  /** Seconds a refused caller should wait. */
  readonly retryAfterSeconds: () => number;
}

/**
 * Appends that arrive within a few milliseconds share one transaction, since each commit waits for the disk. What comes
 * after a pause, or is a group already, does not wait for company.
 */
export class GroupCommit {
  private readonly options: GroupCommitOptions;
  private waiting: Call[] = [];
  private waitingSize = 0;
  private lastCommit = Number.NEGATIVE_INFINITY;

  constructor(options: GroupCommitOptions) {
    this.options = options;
  }

  append(batches: readonly AppendBatch[]): Promise<AppendResult[]> {
    const { store } = this.options;
    const size = batches.reduce((sum, batch) => sum + sizeOf(batch), 0);
    // Nothing is written and nothing counted: the client repeats the request.
    if (this.waitingSize > store.config.pendingBytes || store.outbox.isFull(this.waitingSize + size)) {
      const retryAfterSeconds = this.options.retryAfterSeconds();
      return Promise.resolve(batches.map(() => ({ ok: false, code: "backlog_full", retryAfterSeconds })));
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ batches, size, resolve, reject });
      this.waitingSize += size;
      if (this.waiting.length > 1) return;
      const delay = this.delay(batches.length);
      if (delay === 0) this.commit();
      else setTimeout(() => this.commit(), delay);
    });
  }

  private delay(batches: number): number {
    const { store, now } = this.options;
    const pause = Math.abs(now() - this.lastCommit);
    return batches > 1 || pause > store.config.groupMs ? 0 : store.config.groupMs;
  }

  private commit(): void {
    const calls = this.waiting;
    this.waiting = [];
    this.waitingSize = 0;
    this.lastCommit = this.options.now();
    try {
      this.run(calls);
    } catch (error) {
      if (calls.length === 1) calls[0]!.reject(error);
      // One call must not take its neighbours down: each gets a transaction of its own.
      else for (const call of calls) this.runAlone(call);
    }
    this.options.committed();
  }

  private runAlone(call: Call): void {
    try {
      this.run([call]);
    } catch (error) {
      call.reject(error);
    }
  }

  private run(calls: readonly Call[]): void {
    const { store, now } = this.options;
    const at = now();
    const batches = calls.flatMap((call) => call.batches);
    const results = store.transaction(at, () => appendBatches(store, batches, at));
    let from = 0;
    for (const call of calls) {
      call.resolve(results.slice(from, from + call.batches.length));
      from += call.batches.length;
    }
  }
}
