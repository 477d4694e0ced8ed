import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Stack, startStack } from "../stack/stack.ts";
import { backup, restore } from "./backup.ts";
import { copyFolder } from "./copy-folder.ts";
import { forgetSalts } from "./forget-salts.ts";

const root = mkdtempSync(join(tmpdir(), "edgewise-backup-"));
const folder = (name: string) => join(root, name);
let stack: Stack;
const sent = new Set<string>();

/** Sends an event; known by its uuid once it is acknowledged. */
async function send({ credentials }: Stack, event: string): Promise<void> {
  const uuid = crypto.randomUUID();
  const batch = [
    { event, uuid, distinct_id: `user ${sent.size % 7}`, properties: { $set: { plan: "pro" } } },
  ];
  const response = await fetch(`${credentials.edge}/batch/`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ api_key: credentials.projectToken, batch }),
  });
  if (response.status === 200) sent.add(uuid);
}

async function ask({ credentials }: Stack, query: string): Promise<unknown[][]> {
  const response = await fetch(`${credentials.edge}/api/projects/${credentials.projectId}/query/`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${credentials.personalApiKey}` },
    body: JSON.stringify({ query: { kind: "HogQLQuery", query }, refresh: "force_blocking" }),
  });
  return ((await response.json()) as { results: unknown[][] }).results;
}
const uuids = async (of: Stack) =>
  (await ask(of, "SELECT toString(uuid) FROM events LIMIT 100000")).map(([uuid]) => String(uuid));

beforeAll(async () => {
  stack = await startStack({ dataDir: folder("data"), web: false });
});
afterAll(async () => {
  await stack?.stop();
  rmSync(root, { recursive: true, force: true });
});

test("what was acknowledged before a backup under load is in it once, and nothing more is lost", async () => {
  for (let n = 0; n < 30; n++) await send(stack, "before");
  const cookieless = {
    event: "visit",
    distinct_id: "$posthog_cookieless",
    properties: { $host: "a.example" },
  };
  await fetch(`${stack.credentials.edge}/e/`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ api_key: stack.credentials.projectToken, ...cookieless }),
  });
  const before = new Set(sent);
  let running = true;
  const load = Promise.all(
    Array.from({ length: 4 }, async () => {
      while (running) await send(stack, "during");
    }),
  );
  await new Promise((resolve) => setTimeout(resolve, 500));
  const script = join(import.meta.dirname, "..", "backup.ts");
  const environment = { ...process.env, EDGEWISE_DATA: folder("data") };
  const said = execFileSync(process.execPath, [script, folder("copy")], {
    env: environment,
    encoding: "utf8",
  });
  expect(said).toMatch(/^\d+ files copied/);
  running = false;
  await load;
  await vi.waitFor(async () => expect(await uuids(stack)).toHaveLength(sent.size + 1), {
    timeout: 20_000,
    interval: 300,
  });
  expect(
    readdirSync(folder("copy"), { recursive: true }).some((name) => /lock\.json$/.test(String(name))),
  ).toBe(false);

  restore(folder("copy"), folder("again"));
  const second = await startStack({ dataDir: folder("again"), web: false });
  try {
    await vi.waitFor(
      async () => {
        const found = new Set(await uuids(second));
        for (const uuid of before) expect(found.has(uuid)).toBe(true);
      },
      { timeout: 20_000, interval: 300 },
    );
    await send(second, "after");
    await vi.waitFor(
      async () =>
        expect(await ask(second, "SELECT count() FROM events WHERE event = 'after'")).toEqual([[1]]),
      { timeout: 20_000, interval: 300 },
    );
    const found = await uuids(second);
    expect(new Set(found).size).toBe(found.length);
    expect(await ask(second, "SELECT count() FROM persons")).toEqual([[8]]);
    const daily = await ask(second, "SELECT sum(count) FROM events_daily").catch(() => null);
    if (daily?.[0]) expect(Number(daily[0][0])).toBe(found.length);
  } finally {
    await second.stop();
  }
});

test("a backup has no salts of cookieless visitors", () => {
  copyFolder(folder("data"), folder("raw"));
  expect(forgetSalts(folder("raw"))).toBeGreaterThan(0);
  expect(forgetSalts(folder("copy"))).toBe(0);
});

test("nothing is written over, and a backup is no part of what it keeps", () => {
  mkdirSync(folder("full"));
  writeFileSync(join(folder("full"), "x"), "");
  expect(() => restore(folder("copy"), folder("full"))).toThrow("is not empty");
  expect(() => restore(folder("full"), folder("new"))).toThrow("is no backup");
  expect(() => backup(folder("data"), folder("full"))).toThrow("is not empty");
  expect(() => backup(folder("data"), folder("data/inner"))).toThrow("within the data folder");
  expect(() => backup(folder("none"), folder("new"))).toThrow("has no data");
});
