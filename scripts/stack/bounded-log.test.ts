import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { boundedLog } from "./bounded-log.ts";

const folder = mkdtempSync(join(tmpdir(), "edgewise-log-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("goes on where it was, turns when it is full, and keeps one before", async () => {
  const path = join(folder, "a.log");
  writeFileSync(path, "old\n");
  const log = boundedLog(path, 10);
  for (const line of ["one\n", "two\n", "three\n", "four\n"]) {
    await new Promise<void>((done) => log.write(line, () => done()));
  }
  await new Promise<void>((done) => log.end(() => done()));
  expect(readFileSync(`${path}.1`, "utf8")).toBe("two\nthree\n");
  expect(readFileSync(path, "utf8")).toBe("four\n");
});

test("a chunk larger than the limit is kept whole", async () => {
  const path = join(folder, "b.log");
  const log = boundedLog(path, 3);
  await new Promise<void>((done) => log.end("a long line\n", () => done()));
  expect(readFileSync(path, "utf8")).toBe("a long line\n");
});
