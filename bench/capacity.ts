import { costOf } from "./capacity/cost.ts";
import type { Scenario } from "./capacity/scenario.ts";
import { simulate } from "./capacity/simulate.ts";
import type { BenchOptions } from "./support.ts";

const BILLION: Omit<Scenario, "partitions" | "flushMs"> = {
  eventsPerDay: 1_000_000_000,
  eventsPerRequest: 4,
  shards: 4,
  outage: [20, 21],
};
const SETUPS = (
  [
    [16, 200],
    [64, 200],
    [64, 1000],
    [128, 1000],
    [256, 1000],
  ] as const
).map(([partitions, flushMs]): Scenario => ({ ...BILLION, partitions, flushMs }));
/** From the first customer to the plan's end, each with the partitions it needs. */
const SIZES: readonly Scenario[] = [
  { ...BILLION, eventsPerDay: 1_000_000, partitions: 4, flushMs: 200, shards: 1 },
  { ...BILLION, eventsPerDay: 30_000_000, partitions: 16, flushMs: 500, shards: 1 },
  { ...BILLION, partitions: 128, flushMs: 1000 },
];

/** A day of a billion events with an hour's outage at the peak, by simulation, and what a million events cost. */
export async function run({ log, emit }: BenchOptions): Promise<void> {
  for (const setup of SETUPS) {
    const name = `${setup.partitions} partitions, flush ${setup.flushMs} ms`;
    log(`A day with ${name} …`);
    const day = simulate(setup);
    const figure = (what: string, value: number, unit: string) =>
      emit({ name: `${name}: ${what}`, value, unit });
    figure("rows an insert", day.stored / day.inserts, "rows");
    figure("inserts at the busiest second", day.mostInsertsPerSecond, "inserts/s");
    figure("active parts on a shard, most", day.parts, "parts");
    figure("oldest row when it can be queried, p50", day.lag.p50, "ms");
    figure("oldest row when it can be queried, p99", day.lag.p99, "ms");
    figure("outbox at its fullest", day.fullest * 100, "% of its bound");
    figure("answered 503 in the outage", (day.refused / day.received) * 100, "% of the day");
    figure("outboxes empty again after", day.drainMs / 60_000, "minutes");
    figure("requests of a partition at the peak", day.requestsPerPartition, "requests/s");
    figure("uuids are known for", day.uuidDays, "days");
  }
  for (const size of SIZES) {
    const lines = costOf(size);
    const name = `a million events at ${(size.eventsPerDay / 1e6).toLocaleString("en")} million a day`;
    for (const { what, usd } of lines) emit({ name: `${name}: ${what}`, value: usd, unit: "USD" });
    emit({ name: `${name}: together`, value: lines.reduce((sum, { usd }) => sum + usd, 0), unit: "USD" });
  }
}
