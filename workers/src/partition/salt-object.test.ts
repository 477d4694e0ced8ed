import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startWorkers, type TestWorkers } from "../../test/harness.ts";

const dataDir = mkdtempSync(join(tmpdir(), "edgewise-salts-"));
let workers: TestWorkers;
const at = (text: string) => Date.parse(text);
const salts = (now: string) => workers.call<Record<string, string>>("SALTS", "salts", "salts", at(now));
/** Whether a text stands in any file of the data folder. */
const stored = (text: string) =>
  readdirSync(dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .some((entry) => readFileSync(join(entry.parentPath, entry.name)).includes(text));

beforeAll(async () => {
  workers = await startWorkers({ dataDir });
});
afterAll(async () => {
  await workers.dispose();
  rmSync(dataDir, { recursive: true, force: true });
});

test("a day's salt stays the same while the day has visitors, and differs from the next day's", async () => {
  const morning = await salts("2100-11-22T12:00:00Z");
  const evening = await salts("2100-11-23T11:59:59Z");
  expect(evening["2100-11-22"]).toBe(morning["2100-11-22"]);
  expect(morning["2100-11-22"]).not.toBe(morning["2100-11-23"]);
  expect(Buffer.from(morning["2100-11-22"] ?? "", "base64")).toHaveLength(32);
});

test("a day and a half after its day it is gone: from the object and from the disk", async () => {
  const before = await salts("2100-11-24T11:59:59Z");
  const old = before["2100-11-22"] ?? "";
  expect(old).not.toBe("");
  expect(Object.keys(await salts("2100-11-24T12:00:00Z"))).not.toContain("2100-11-22");
  expect(await workers.call<string[]>("SALTS", "salts", "days")).not.toContain("2100-11-22");
  await workers.dispose();
  expect(stored(before["2100-11-24"] ?? "?")).toBe(true);
  expect(stored(old)).toBe(false);
  workers = await startWorkers({ dataDir });
  const again = await salts("2100-11-23T12:00:00Z");
  expect(again["2100-11-24"]).toBe(before["2100-11-24"]);
  expect(again["2100-11-22"]).not.toBe(old);
});
