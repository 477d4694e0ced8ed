import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { flag, publish, snapshot, TOKEN } from "../../../../test/flags/project.ts";
import { startWorkers, type TestWorkers } from "../../../../test/harness.ts";
import type { Usage } from "../../../partition/config/usage-store.ts";

const dataDir = mkdtempSync(join(tmpdir(), "edgewise-usage-"));
let workers: TestWorkers;
afterAll(async () => {
  await workers?.dispose();
  rmSync(dataDir, { recursive: true, force: true });
});

async function ask(times: number): Promise<void> {
  const body = JSON.stringify({ token: TOKEN, distinct_id: "u" });
  for (let i = 0; i < times; i++) {
    const { status } = await workers.fetch("/flags/?v=2", { method: "POST", body });
    expect(status).toBe(200);
  }
}

/** Requests and answers counted so far. */
async function counted(): Promise<[requests: number, answers: number]> {
  const usage = await workers.call<Usage>(
    "CONFIG",
    "project:1",
    "usage",
    1,
    "2000-01-01",
    "2999-12-31",
    null,
  );
  const sum = (rows: readonly { count: number }[]) => rows.reduce((total, { count }) => total + count, 0);
  return [sum(usage.requests), sum(usage.evaluations)];
}

async function reaches(requests: number): Promise<void> {
  while ((await counted())[0] < requests) await new Promise((resolve) => setTimeout(resolve, 50));
}

it("counts every request once; a crash loses what was not brought yet, and nothing else", async () => {
  workers = await startWorkers({ dataDir });
  await publish(workers, snapshot({ flags: [flag("a")] }));
  await ask(20);
  await reaches(20);
  expect(await counted()).toEqual([20, 20]);
  await ask(5);
  await workers.kill();

  workers = await startWorkers({ dataDir });
  const [kept] = await counted();
  expect(kept).toBeGreaterThanOrEqual(20);
  expect(kept).toBeLessThanOrEqual(25);
  await ask(10);
  await reaches(kept + 10);
  expect(await counted()).toEqual([kept + 10, kept + 10]);
});

it("a message whose answer got lost counts once", async () => {
  const [before] = await counted();
  const send = (source: string, serial: number) => {
    const requests = [{ environmentId: 1, day: "2026-11-22", kind: "flags", sdk: "web", count: 100 }];
    return workers.call("CONFIG", "project:1", "addUsage", requests, [], Date.now(), { source, serial });
  };
  for (const serial of [1, 1, 2, 2, 1]) await send("one isolate", serial);
  await send("another one", 1);
  expect((await counted())[0]).toBe(before + 300);
});
