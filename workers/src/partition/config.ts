/** Tuning of a partition; every number can be set by a text binding. */
export interface PartitionConfig {
  readonly partitions: number;
  /** Appends that arrive within this many ms share a transaction. */
  readonly groupMs: number;
  /** Bounds of the outbox; past one of them appends are refused. */
  readonly backlogBytes: number;
  readonly backlogRows: number;
  /** Appends waiting for their transaction, in characters of row text. */
  readonly pendingBytes: number;
  readonly batchBytes: number;
  readonly batchRows: number;
  /** Delay between an append and the first flush. */
  readonly flushMs: number;
  readonly maxBackoffMs: number;
  readonly insertTimeoutMs: number;
  /** Known uuids are kept at least this long … */
  readonly seenMs: number;
  /** … unless one generation (two are kept) would exceed this many. */
  readonly seenRows: number;
}

const MB = 1024 * 1024;
const DAY = 24 * 60 * 60 * 1000;

/** Bindings that override a default. */
export interface PartitionVars {
  readonly PARTITIONS: string;
  readonly PARTITION_GROUP_MS?: string;
  readonly PARTITION_BACKLOG_BYTES?: string;
  readonly PARTITION_BACKLOG_ROWS?: string;
  readonly PARTITION_BATCH_BYTES?: string;
  readonly PARTITION_BATCH_ROWS?: string;
  readonly PARTITION_FLUSH_MS?: string;
  readonly PARTITION_MAX_BACKOFF_MS?: string;
  readonly PARTITION_INSERT_TIMEOUT_MS?: string;
  readonly PARTITION_SEEN_ROWS?: string;
}

function number(value: string | undefined, fallback: number): number {
  const parsed = Number(value ?? "");
  return value !== undefined && value !== "" && Number.isFinite(parsed) && parsed >= 0 ? parsed : fallback;
}

/** Reads the bindings; what is absent or no number takes its default. */
export function partitionConfig(vars: PartitionVars): PartitionConfig {
  return {
    partitions: Math.max(1, number(vars.PARTITIONS, 1)),
    groupMs: number(vars.PARTITION_GROUP_MS, 2),
    backlogBytes: number(vars.PARTITION_BACKLOG_BYTES, 2048 * MB),
    backlogRows: number(vars.PARTITION_BACKLOG_ROWS, 2_000_000),
    pendingBytes: 48 * MB,
    batchBytes: number(vars.PARTITION_BATCH_BYTES, 8 * MB),
    batchRows: number(vars.PARTITION_BATCH_ROWS, 20_000),
    flushMs: number(vars.PARTITION_FLUSH_MS, 200),
    maxBackoffMs: number(vars.PARTITION_MAX_BACKOFF_MS, 30_000),
    insertTimeoutMs: number(vars.PARTITION_INSERT_TIMEOUT_MS, 60_000),
    seenMs: 32 * DAY,
    seenRows: number(vars.PARTITION_SEEN_ROWS, 20_000_000),
  };
}
