import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Credentials } from "@edgewise/scripts/stack/credentials.ts";
import { freePort } from "@edgewise/scripts/stack/ports.ts";
import { afterAll, expect, it } from "vitest";
import { family, killAll, startInstance } from "./support/instance.ts";

const dataDir = mkdtempSync(join(tmpdir(), "edgewise-kill-"));
const ports = { edge: await freePort(), web: await freePort() };

/** Sends single events until told to stop; returns the uuids that were acknowledged with 200. */
async function load(credentials: Credentials, state: { stop: boolean }, worker: number): Promise<string[]> {
  const acknowledged: string[] = [];
  while (!state.stop) {
    const uuid = crypto.randomUUID();
    try {
      const response = await fetch(`${credentials.edge}/capture/`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          api_key: credentials.projectToken,
          event: "under fire",
          distinct_id: `w${worker}`,
          uuid,
        }),
        signal: AbortSignal.timeout(5000),
      });
      if (response.status === 200 && ((await response.json()) as { status: number }).status === 1)
        acknowledged.push(uuid);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  return acknowledged;
}

afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

it("kill -9 of all processes under load loses nothing acknowledged and doubles nothing", async () => {
  const acknowledged = new Set<string>();
  let instance = await startInstance(dataDir, ports);
  for (let round = 0; round < 3; round++) {
    const state = { stop: false };
    const workers = Array.from({ length: 8 }, (_, worker) => load(instance.credentials, state, worker));
    await new Promise((resolve) => setTimeout(resolve, 1500 + round * 400));
    killAll(family(instance.pid));
    state.stop = true;
    for (const uuids of await Promise.all(workers)) for (const uuid of uuids) acknowledged.add(uuid);
    instance = await startInstance(dataDir, ports);
  }
  const { edge, personalApiKey, projectId } = instance.credentials;
  const query = async (sql: string) => {
    const response = await fetch(`${edge}/api/projects/${projectId}/query/`, {
      method: "POST",
      headers: { authorization: `Bearer ${personalApiKey}`, "content-type": "application/json" },
      body: JSON.stringify({ query: { kind: "HogQLQuery", query: sql }, refresh: "force_blocking" }),
    });
    return ((await response.json()) as { results: [string, number][] }).results;
  };
  const read = () =>
    query("select toString(uuid), count() from events where event = 'under fire' group by uuid limit 50000");
  let rows = await read();
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; rows = await read()) {
    const stored = new Set(rows.map(([uuid]) => uuid));
    if ([...acknowledged].every((uuid) => stored.has(uuid))) break;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  const stored = new Map(rows);
  expect(acknowledged.size).toBeGreaterThan(100);
  expect([...acknowledged].filter((uuid) => !stored.has(uuid))).toEqual([]);
  expect([...stored].filter(([, count]) => count !== 1)).toEqual([]);

  const accounting = await fetch(`${edge}/api/projects/${projectId}/ingestion/accounting`, {
    headers: { authorization: `Bearer ${personalApiKey}` },
  });
  expect(accounting.status).toBe(200);
  killAll(family(instance.pid));
}, 180_000);
