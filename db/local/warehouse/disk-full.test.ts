import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { startWarehouse } from "../start-warehouse.ts";
import { ask, select } from "../testing/clickhouse.ts";
import { eventRow, ndjson } from "../testing/events.ts";
import { temporaryFolder } from "../testing/folder.ts";
import { smallDisk } from "../testing/small-disk.ts";

const ROWS = 500;

/** Rows that don't compress, so that the disk fills soon. */
function batchRows(): string {
  const noise = (): string => randomBytes(1500).toString("hex");
  return ndjson(
    Array.from({ length: ROWS }, () => eventRow({ properties: JSON.stringify({ noise: noise() }) })),
  );
}

it("says that the disk is full, keeps what it acknowledged, and goes on when there is space", async () => {
  const disk = smallDisk(48);
  // Without the right to mount, a folder that never fills: the rest of the test still holds.
  const folder = disk ?? temporaryFolder("disk");
  try {
    let warehouse = await startWarehouse({ dataDir: folder.path });
    const insert = (batch: number, body: string) =>
      ask(warehouse, "INSERT INTO events FORMAT JSONEachRow", {
        params: { insert_deduplication_token: `b${batch}` },
        body,
      });
    let stored = 0;
    let refused: { status: number; text: string } | undefined;
    for (let batch = 0; batch < 80 && refused === undefined; batch++) {
      const body = batchRows();
      const answer = await insert(batch, body);
      if (answer.status === 200) stored += ROWS;
      else refused = answer;
    }
    if (disk !== undefined) {
      expect(refused?.status).toBe(500);
      expect(refused?.text).toMatch(/^Code: 243\. DB::Exception: .*(disk|space).* \(NOT_ENOUGH_SPACE\)/is);
    }
    const counts = "SELECT count(), countIf(length(properties) > 3000) FROM events";
    expect(await select(warehouse, counts)).toEqual([[stored, stored]]);

    const tinybird = await fetch(`${warehouse.url}/v0/events?name=events&wait=true`, {
      method: "POST",
      headers: { Authorization: `Bearer ${warehouse.key}` },
      body: disk === undefined ? "" : batchRows(),
    });
    expect(tinybird.status).toBe(disk === undefined ? 200 : 503);

    process.kill(warehouse.pid, "SIGKILL");
    await warehouse.exited;
    warehouse = await startWarehouse({ dataDir: folder.path });
    expect(await select(warehouse, counts)).toEqual([[stored, stored]]);

    // A batch that was refused is stored whole when it is sent again under its token, and only once.
    const body = batchRows();
    expect((await insert(1000, body)).status).toBe(disk === undefined ? 200 : 500);
    disk?.grow(200);
    for (let attempt = 0; attempt < 2; attempt++) expect((await insert(1000, body)).status).toBe(200);
    expect(await select(warehouse, counts)).toEqual([[stored + ROWS, stored + ROWS]]);
    expect(
      await select(warehouse, "CHECK TABLE events SETTINGS check_query_single_value_result = 1"),
    ).toEqual([[1]]);
    await warehouse.close();
  } finally {
    folder.remove();
  }
}, 180_000);
