import { MACHINE, type Scenario } from "./scenario.ts";

/**
 * US dollars, list prices without what a plan includes: developers.cloudflare.com/workers/platform/pricing and
 * /durable-objects/platform/pricing (read November 2026).
 */
export const PRICES = {
  requestsPerMillion: 0.3,
  cpuPerMillionMs: 0.02,
  objectRequestsPerMillion: 0.15,
  objectGbSecondsPerMillion: 12.5,
  rowsWrittenPerMillion: 1,
  objectGbMonth: 0.2,
  /** Servers of one's own, rented by the hour: a virtual core with 4 GB, and a GB of network disk for a month. */
  coreHour: 0.05,
  diskGbMonth: 0.08,
} as const;

/** Rows that a partition writes: `rows-written.test.ts`. Its outbox row and the index on it are deleted later. */
const ROWS_PER_TRANSACTION = 4 + 2;
/** Its uuid is written, and deleted one or two months later. */
const ROWS_PER_EVENT = 2;
/** CPU of a request with one event and what each further one adds, ms: docs/performance.md. */
const CPU = { request: 0.15, event: 0.011 };
const OBJECT_GB = 0.125;
const CORES_PER_SHARD = 8;
const COPIES = 2;

export interface CostLine {
  readonly what: string;
  /** Dollars for a million events. */
  readonly usd: number;
}

/** What a million events cost, by part; the first month of their storage. */
export function costOf({ eventsPerDay, eventsPerRequest, partitions, shards }: Scenario): CostLine[] {
  const millions = eventsPerDay / 1_000_000;
  const requests = 1 / eventsPerRequest;
  // Requests of one partition that come within two milliseconds share a transaction.
  const perTransaction =
    eventsPerRequest * (1 + (eventsPerDay / 86_400 / eventsPerRequest / partitions) * 0.002);
  const seconds = partitions * 86_400;
  const kept = Math.min(eventsPerDay * 60, partitions * 40_000_000);
  const line = (what: string, usd: number): CostLine => ({ what, usd });
  return [
    line("Worker requests", requests * PRICES.requestsPerMillion),
    line("Worker CPU", (requests * CPU.request + CPU.event) * PRICES.cpuPerMillionMs),
    line("partitions: requests", requests * PRICES.objectRequestsPerMillion),
    line(
      "partitions: rows written",
      (ROWS_PER_EVENT + ROWS_PER_TRANSACTION / perTransaction) * PRICES.rowsWrittenPerMillion,
    ),
    line("partitions: time awake", (seconds * OBJECT_GB * PRICES.objectGbSecondsPerMillion) / 1e6 / millions),
    line("partitions: uuids kept", ((kept * 30) / 1e9 / 30) * (PRICES.objectGbMonth / millions)),
    line("warehouse: servers", (shards * COPIES * CORES_PER_SHARD * 24 * PRICES.coreHour) / millions),
    line("warehouse: disk, a month", (MACHINE.storedRowBytes / 1000) * COPIES * PRICES.diskGbMonth),
  ];
}
