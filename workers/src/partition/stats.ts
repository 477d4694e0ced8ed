import type { Totals } from "./accounting.ts";
import type { Flusher, FlushFailure } from "./outbox/flusher.ts";
import type { PartitionStore } from "./store.ts";

export interface PartitionStats {
  readonly backlogRows: number;
  readonly backlogBytes: number;
  /** Letters to other partitions that are not confirmed. */
  readonly mail: number;
  /** Failed flushes in a row; 0 = the last one succeeded. */
  readonly flushFailures: number;
  readonly lastFailure: FlushFailure | null;
  /** Last confirmed insert of this object's life, ms since the epoch. */
  readonly lastSuccess: number | null;
  readonly quarantined: number;
  readonly databaseBytes: number;
  readonly totals: Totals;
  readonly now: number;
}

export function partitionStats(store: PartitionStore, flusher: Flusher, now: number): PartitionStats {
  return {
    backlogRows: store.outbox.rows,
    backlogBytes: store.outbox.bytes,
    mail: store.mail.size,
    flushFailures: flusher.failures,
    lastFailure: flusher.lastFailure,
    lastSuccess: flusher.lastSuccess,
    quarantined: store.sql.exec<{ n: number }>("SELECT count(*) AS n FROM quarantine").one().n,
    databaseBytes: store.sql.databaseSize,
    totals: store.totals,
    now,
  };
}
