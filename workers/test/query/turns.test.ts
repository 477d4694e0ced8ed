import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bundleWorker } from "../../../scripts/stack/bundle.ts";
import { MAX_RUNNING } from "../../src/services/query/turns/lanes.ts";

const folder = mkdtempSync(join(tmpdir(), "edgewise-turns-"));
let miniflare: Miniflare;
/** Two Workers, each an isolate of its own, behind the same gates. */
const isolates: URL[] = [];

beforeAll(async () => {
  const modules = await bundleWorker("workers/test/query/turns-entry.ts", join(folder, "build"));
  const worker = (name: string, scriptName?: string) => ({
    name,
    modules: modules.map(({ type, path }) => ({ type, path })),
    modulesRoot: join(folder, "build"),
    compatibilityDate: "2026-10-01",
    compatibilityFlags: ["nodejs_compat", "enable_request_signal"],
    durableObjects: {
      QUERY_GATE: { className: "QueryGateObject", useSQLite: true, ...(scriptName ? { scriptName } : {}) },
    },
    unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
  });
  miniflare = new Miniflare(
    convertV4MiniflareOptions({
      log: new Log(LogLevel.WARN),
      cf: false,
      workers: [worker("a"), worker("b", "a")],
    } as Parameters<typeof convertV4MiniflareOptions>[0]),
  );
  await miniflare.ready;
  isolates.push(await miniflare.unsafeGetDirectURL("a"), await miniflare.unsafeGetDirectURL("b"));
});

afterAll(async () => {
  await miniflare.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const run = (isolate: number, project: number, ms: number) =>
  fetch(new URL(`/run?project=${project}&ms=${ms}`, isolates[isolate]));
const running = async () =>
  await Promise.all(
    isolates.map(async (url) => (await (await fetch(new URL("/running", url))).json()) as number),
  );
const sum = async () => (await running()).reduce((total, one) => total + one, 0);

it("holds a project's places over isolates, and keeps other projects free", async () => {
  const asked = Array.from({ length: MAX_RUNNING * 2 }, (_, index) => run(index % 2, 1, 1500));
  await expect.poll(sum).toBe(MAX_RUNNING);
  expect((await run(1, 2, 0)).status).toBe(200);
  expect(await sum()).toBeLessThanOrEqual(MAX_RUNNING);
  expect((await Promise.all(asked)).map(({ status }) => status)).toEqual(asked.map(() => 200));
});

it("gives the places of callers who are gone to those who wait", async () => {
  const { hostname, port } = isolates[0]!;
  const callers = Array.from({ length: MAX_RUNNING }, () => connect(Number(port), hostname));
  for (const caller of callers)
    caller.write(`GET /run?project=3&ms=60000 HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`);
  await expect.poll(sum).toBe(MAX_RUNNING);
  const waiting = run(1, 3, 0);
  // workerd takes a connection that is merely closed for one that still listens.
  for (const caller of callers) caller.resetAndDestroy();
  expect((await waiting).status).toBe(200);
});
