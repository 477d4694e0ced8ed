import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startWarehouse } from "@edgewise/db/local/start-warehouse.ts";
import { BATCH_BYTES } from "@edgewise/scripts/stack/worker-options.ts";
import type { PartitionStats } from "@edgewise/workers/src/partition/stats.ts";
import { startWorkers, type TestWorkers } from "@edgewise/workers/test/harness.ts";
import { appendBatches, insertBodies } from "./ingest/rows.ts";
import { openStraight } from "./ingest/straight.ts";
import type { BenchOptions } from "./support.ts";

const ROWS = Number(process.env.BENCH_ROWS ?? 60_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const NOWHERE = "http://127.0.0.1:9";

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

const backlog = async (workers: TestWorkers): Promise<number> =>
  (await workers.call<PartitionStats>("PARTITION", "p0", "stats")).backlogRows;

/** Rows a second from a full outbox to queryable, beside inserting the same rows straight into chdb. */
export async function run({ log, emit }: BenchOptions): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "edgewise-bench-"));
  const engine = await startWarehouse({ dataDir: join(directory, "warehouse") });
  const straight = await openStraight(join(directory, "straight"));
  const start = (url: string): Promise<TestWorkers> =>
    startWorkers({
      dataDir: join(directory, "workers"),
      vars: {
        WAREHOUSE_URL: url,
        WAREHOUSE_KEY: engine.key,
        WAREHOUSE_DATABASE: engine.database,
        PARTITION_BATCH_BYTES: String(BATCH_BYTES),
      },
    });
  const ours: number[] = [];
  const theirs: number[] = [];
  const alike: number[] = [];
  const appends: number[] = [];
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const batches = appendBatches(ROWS, 500);
      const filling = await start(NOWHERE);
      const filled = performance.now();
      for (const batch of batches) await filling.call("PARTITION", "p0", "append", [batch]);
      appends.push(ROWS / ((performance.now() - filled) / 1000));
      await filling.dispose();

      const bodies = insertBodies(
        batches.flatMap((batch) => batch.events),
        BATCH_BYTES,
      );
      theirs.push(ROWS / (await straight.insert(bodies)));
      alike.push(ROWS / (await straight.insert(bodies, { optimize_on_insert: "0" })));

      const flushing = await start(engine.url);
      const from = performance.now();
      while ((await backlog(flushing)) > 0) await sleep(10);
      ours.push(ROWS / ((performance.now() - from) / 1000));
      await flushing.dispose();
      log(
        `round ${round + 1}: outbox ${Math.round(ours.at(-1)!)}/s, straight ${Math.round(theirs.at(-1)!)}/s`,
      );
    }
  } finally {
    straight.close();
    await engine.close();
    rmSync(directory, { recursive: true, force: true });
  }
  // Rounds are pairs: other work on the machine hits both halves of one, so their ratio is steadier than either.
  const beside = (name: string, others: readonly number[]): void => {
    const ratio = median(ours.map((rate, round) => rate / others[round]!));
    emit({ name, value: median(ours), unit: "rows/s", baseline: median(others), ratio });
  };
  beside("ingest: outbox to queryable", theirs);
  beside("ingest: the same, beside inserts with the product's settings", alike);
  emit({ name: "ingest: append, 500 events a call", value: median(appends), unit: "rows/s" });
}
