import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type RunningWarehouse, startWarehouse } from "../start-warehouse.ts";
import { run, select } from "../testing/clickhouse.ts";
import { eventRow, ndjson } from "../testing/events.ts";
import { temporaryFolder } from "../testing/folder.ts";

const folder = temporaryFolder("durability");
afterAll(() => folder.remove());

const KILLS = 12;
const ROWS = 300;

/** One batch over eight months and several sessions: several parts in the table and in each view's target. */
function batchRows(batch: number): string {
  return ndjson(
    Array.from({ length: ROWS }, (_, i) => {
      const day = `2026-0${1 + (i % 8)}-1${i % 5}`;
      return eventRow({
        batch: String(batch),
        day,
        timestamp: `${day} 03:04:05.000`,
        session_key: String(1 + (i % 7)),
      });
    }),
  );
}

function insert(warehouse: RunningWarehouse, batch: number): Promise<void> {
  const params = { insert_deduplication_token: `batch-${batch}` };
  return run(warehouse, "INSERT INTO events FORMAT JSONEachRow", { params, body: batchRows(batch) });
}

const COUNTS =
  "SELECT (SELECT count() FROM events), (SELECT count() FROM events_by_person), " +
  "(SELECT sum(event_count) FROM sessions), (SELECT sum(count) FROM events_daily)";

describe(`kill -9, ${KILLS} times while rows come in`, () => {
  it("loses no acknowledged batch, and none counts twice when it is sent again", async () => {
    let next = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const warehouse = await startWarehouse({ dataDir: join(folder.path, "killed") });
      const acknowledged = next;
      const stop = setTimeout(() => process.kill(warehouse.pid, "SIGKILL"), 40 + kill * 37);
      try {
        for (;;) {
          await insert(warehouse, next);
          next++;
        }
      } catch {
        await warehouse.exited;
      }
      clearTimeout(stop);
      expect(next).toBeGreaterThanOrEqual(acknowledged);

      const again = await startWarehouse({ dataDir: join(folder.path, "killed") });
      const stored = await select(
        again,
        "SELECT toUInt32(batch), count() FROM events GROUP BY batch ORDER BY batch",
      );
      const full = Array.from({ length: next }, (_, batch) => [batch, ROWS]);
      expect(stored.slice(0, next)).toEqual(full);
      // As the partition does: it knows of no answer to the last batch, so it sends it again under the same token.
      await insert(again, next);
      next++;
      const all = next * ROWS;
      expect(await select(again, COUNTS)).toEqual([[all, all, all, all]]);
      await again.close();
    }
  }, 240_000);
});

describe("a kill between noting a block and storing it", () => {
  it("leaves nothing that would drop the block when it is sent again", async () => {
    const dataDir = join(folder.path, "noted");
    const first = await startWarehouse({ dataDir });
    await insert(first, 0);
    const parts = await select(
      first,
      "SELECT path FROM system.parts WHERE active AND database = 'edgewise' AND table = 'events' ORDER BY name LIMIT 3",
    );
    expect(parts).toHaveLength(3);
    await first.close();
    // What such a kill leaves behind: the note, and no part in its place.
    for (const [path] of parts) rmSync(String(path), { recursive: true });

    const again = await startWarehouse({ dataDir });
    expect(Number((await select(again, "SELECT count() FROM events"))[0]![0])).toBeLessThan(ROWS);
    await insert(again, 0);
    expect(await select(again, COUNTS)).toEqual([[ROWS, ROWS, ROWS, ROWS]]);
    await again.close();
  });
});
