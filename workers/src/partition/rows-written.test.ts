import { afterAll, beforeAll, expect, test } from "vitest";
import { testBatch, testEvent } from "../../test/events.ts";
import { startWorkers, type TestWorkers } from "../../test/harness.ts";

/** Written rows are most of what a hosted partition costs (docs/capacity.md): a new one an event is a new dollar a million. */
let workers: TestWorkers;
beforeAll(async () => {
  workers = await startWorkers({ vars: { PARTITION_FLUSH_MS: "600000" } });
});
afterAll(() => workers?.dispose());

const call = <T>(method: string, ...args: unknown[]): Promise<T> =>
  workers.call<T>("PARTITION", "p0", method, ...args);
const append = (count: number) =>
  call("append", [testBatch(Array.from({ length: count }, () => testEvent("ann")))]);

test("a transaction writes four rows, and one for each event", async () => {
  await append(1);
  await call("rowsWritten");
  for (const count of [1, 10, 50]) {
    await append(count);
    expect(await call("rowsWritten")).toBe(count + 4);
  }
});
