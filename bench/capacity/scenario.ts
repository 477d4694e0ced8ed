/** What is asked of a deployment in one day, and how it is set up. Times in ms, rates a second. */
export interface Scenario {
  readonly eventsPerDay: number;
  /** Events that SDKs send in one request, on average. */
  readonly eventsPerRequest: number;
  readonly partitions: number;
  /** `PARTITION_FLUSH_MS`: delay between an append and the first flush. */
  readonly flushMs: number;
  /** Servers of the warehouse that take inserts. */
  readonly shards: number;
  /** The warehouse is away in this span of the day, hours. */
  readonly outage: readonly [from: number, to: number];
}

/** How a partition flushes, as `workers/src/partition` does. */
export const RULES = {
  /** A round of this many rows makes the next one wait five times as long. */
  busyRows: 1_000,
  busyFactor: 5,
  batchRows: 20_000,
  backlogRows: 2_000_000,
  maxBackoffMs: 30_000,
  /** Uuids of a generation; two are remembered. */
  seenRows: 20_000_000,
} as const;

/** Measured on two cores with this repository's benchmarks (docs/performance.md), or stated limits of the platform. */
export const MACHINE = {
  /** Rows a second that an insert adds on one shard: `bench ingest`, straight into the engine. */
  insertRowsPerSecond: 28_000,
  /** What an insert takes whatever its size, over a network, ms. */
  insertMs: 40,
  /** Merged bytes a second and merges at once on a shard. */
  mergeBytesPerSecond: 100_000_000,
  merges: 8,
  /** Bytes of a row in the warehouse, compressed, with what is derived from it: 183 in the demo project. */
  storedRowBytes: 180,
} as const;

/** Load of the day at an hour, as a multiple of the mean: quiet nights, a peak at 20:00 of 1.9 times. Its mean is 1. */
export function loadAt(hour: number): number {
  const wave = 1 + 0.65 * Math.cos(((hour - 20) / 24) * 2 * Math.PI);
  const evening = 0.35 * Math.exp(-(((hour - 20) / 1.5) ** 2));
  return (wave + evening) / MEAN;
}

/** The evening's share of the day: its integral over 24 hours. */
const MEAN = 1 + (0.35 * 1.5 * Math.sqrt(Math.PI)) / 24;
