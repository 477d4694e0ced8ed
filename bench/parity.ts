import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomWorlds } from "@edgewise/e2e/parity/arbitrary-world.ts";
import { CLIENTS, compareWorld, newParity } from "@edgewise/e2e/parity/compare.ts";
import { openBrowser } from "@edgewise/e2e/support/browser.ts";
import { startStack } from "@edgewise/scripts/stack/stack.ts";
import type { BenchOptions } from "./support.ts";

const SEED = Number(process.env.BENCH_SEED ?? 1);
const WORLDS = Number(process.env.BENCH_WORLDS ?? 10);
const FLAGS = 50;
const PEOPLE = 20;

/** Random definitions and people: how often posthog-node, posthog-js and the OFREP providers say what `/flags` says. */
export async function run({ log, emit }: BenchOptions): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "edgewise-bench-"));
  const stack = await startStack({ dataDir, web: false, log, vars: { API_RATE_LIMITS: "off" } });
  const browser = await openBrowser();
  const parity = newParity();
  try {
    const worlds = randomWorlds({
      seed: SEED,
      worlds: WORLDS,
      flags: FLAGS,
      people: PEOPLE,
      now: Date.now(),
    });
    for (const [index, world] of worlds.entries()) {
      await compareWorld(world, await makeProject(stack.credentials, `Parity ${index}`), browser, parity);
      log(`World ${index + 1} of ${WORLDS}: ${parity.pairs} pairs, ${parity.unexplained.length} unexplained`);
    }
  } finally {
    await browser.close();
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
  emit({ name: "pairs of a definition and a person", value: parity.pairs, unit: "pairs" });
  for (const client of CLIENTS) {
    emit({ name: `${client}: same as /flags`, value: parity.same[client], unit: "pairs" });
    for (const [cause, value] of Object.entries(parity.causes[client]).sort((a, b) => b[1] - a[1]))
      emit({ name: `${client}: ${cause}`, value, unit: "pairs" });
  }
  emit({ name: "unexplained", value: parity.unexplained.length, unit: "answers" });
  for (const one of parity.unexplained.slice(0, 20)) log(JSON.stringify(one));
}

interface Keys {
  readonly edge: string;
  readonly personalApiKey: string;
}

async function makeProject({ edge, personalApiKey }: Keys, name: string) {
  const api = async <T>(path: string, body?: object): Promise<T> => {
    const response = await fetch(`${edge}/api/${path}`, {
      method: body ? "POST" : "GET",
      headers: { authorization: `Bearer ${personalApiKey}`, "content-type": "application/json" },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  const { organization } = await api<{ organization: { id: string } }>("users/@me/");
  const made = await api<{ id: number; api_token: string }>(`organizations/${organization.id}/projects/`, {
    name,
  });
  return { edge, personalApiKey, projectId: made.id, token: made.api_token };
}
