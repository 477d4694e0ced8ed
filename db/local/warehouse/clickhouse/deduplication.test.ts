import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningWarehouse, startWarehouse } from "../../start-warehouse.ts";
import { run, select } from "../../testing/clickhouse.ts";
import { eventRow, ndjson } from "../../testing/events.ts";
import { temporaryFolder } from "../../testing/folder.ts";

const folder = temporaryFolder("deduplication");
let warehouse: RunningWarehouse;

beforeAll(async () => {
  warehouse = await startWarehouse({ dataDir: folder.path });
});
afterAll(async () => {
  await warehouse.close();
  folder.remove();
});

describe("deduplication", () => {
  const counts = (): Promise<unknown[][]> =>
    select(
      warehouse,
      "SELECT (SELECT count() FROM events), (SELECT count() FROM events_by_person), " +
        "(SELECT sum(event_count) FROM sessions), (SELECT sum(count) FROM events_daily)",
    );

  it("stores a batch once under its token, in the views too", async () => {
    const insert = (token: string, body: string): Promise<void> =>
      run(warehouse, "INSERT INTO events FORMAT JSONEachRow", {
        params: { insert_deduplication_token: token },
        body,
      });
    const first = ndjson([eventRow(), eventRow(), eventRow()]);
    for (let attempt = 0; attempt < 3; attempt++) await insert("batch-1", first);
    expect(await counts()).toEqual([[3, 3, 3, 3]]);
    // Equal rows under another token are another batch: what the token says counts, not what the rows say.
    await insert("batch-2", first);
    expect(await counts()).toEqual([[6, 6, 6, 6]]);
    await Promise.all(Array.from({ length: 5 }, () => insert("batch-3", ndjson([eventRow()]))));
    expect(await counts()).toEqual([[7, 7, 7, 7]]);
  });

  it("takes a batch over many months at once", async () => {
    const rows = Array.from({ length: 105 }, (_, i) =>
      eventRow({
        day: `${1990 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, "0")}-01`,
        session_key: "0",
      }),
    );
    await run(warehouse, "INSERT INTO events FORMAT JSONEachRow", { body: ndjson(rows) });
  });
});
