import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { meterKey } from "@edgewise/core/billing/meter-key.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startWorkers, type TestWorkers } from "../../../test/harness.ts";
import type { UsageAnswer } from "../usage-object.ts";

const folder = mkdtempSync(join(tmpdir(), "edgewise-prune-"));
const dayBack = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
let workers: TestWorkers;

beforeAll(async () => {
  workers = await startWorkers({ dataDir: folder });
});
afterAll(async () => {
  await workers?.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const KEY = meterKey("web", "e");
const NONE = { bot: 0, duplicate: 0, rejected: 0, quarantined: 0, over_limit: 0, dropped: 0 };
const organization = <T>(name: string, method: string, ...args: unknown[]) =>
  workers.call<T>("USAGE", `organization:${name}`, method, ...args);

async function report(name: string, source: number, cells: readonly [number, number][], revision = 1) {
  const states = cells.map(([back, stored]) => ({
    ...NONE,
    environmentId: 1,
    day: dayBack(back),
    key: KEY,
    stored,
    revision,
  }));
  await organization(name, "report", { source, cells: states });
}
async function stored(name: string): Promise<Record<string, number>> {
  const { cells } = await organization<UsageAnswer>(name, "usage", dayBack(600), dayBack(0), null);
  return Object.fromEntries(cells.map(({ day, stored: units }) => [day, units]));
}

it("old days are one cell of all sources' and listen to none of them; very old ones go", async () => {
  const day = dayBack(50);
  await organization("a", "restored", "object", { environmentId: 1, day, cells: { [KEY]: 5 } });
  await report("a", 0, [
    [500, 7],
    [60, 10],
    [50, 20],
    [3, 30],
    [0, 40],
  ]);
  const kept = { [dayBack(60)]: 10, [day]: 25, [dayBack(3)]: 30, [dayBack(0)]: 40 };
  expect(await stored("a")).toEqual(kept);
  // Also after a restart, whatever the source says now.
  await workers.dispose();
  workers = await startWorkers({ dataDir: folder });
  for (const source of [0, 1])
    await report(
      "a",
      source,
      [
        [50, 900],
        [3, 31],
      ],
      2,
    );
  expect(await stored("a")).toEqual({ ...kept, [dayBack(3)]: 62 });
});
