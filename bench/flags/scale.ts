import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { compileFlags } from "@edgewise/core/flags/compile.ts";
import { evaluate } from "@edgewise/core/flags/evaluate.ts";
import type { FlagDefinition } from "@edgewise/core/flags/types.ts";
import { type Stack, startStack } from "@edgewise/scripts/stack/stack.ts";
import { load, quantile } from "../http/load.ts";
import type { BenchOptions } from "../support.ts";
import { IDEAS, toDefinition, USERS } from "./workload.ts";

const FLAGS = 500;
const CHANGES = Number(process.env.BENCH_CHANGES ?? 200);
/** Flag requests a second beside the changes. */
const RATE = 100;

/** A large project: what its snapshot costs, and how long a change takes to be answered. */
export async function measureScale(options: BenchOptions): Promise<void> {
  measureMemory(options);
  const dataDir = mkdtempSync(join(tmpdir(), "edgewise-bench-"));
  options.log(`Starting an instance for ${FLAGS} flags …`);
  const stack = await startStack({ dataDir, web: false, log: options.log, vars: { API_RATE_LIMITS: "off" } });
  try {
    await measureChanges(stack, options);
  } finally {
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const definitions: readonly FlagDefinition[] = Array.from({ length: FLAGS }, (_, i) =>
  toDefinition({ ...IDEAS[i % IDEAS.length]!, key: `bench-scale-${i}` }, i),
);

function measureMemory({ emit }: BenchOptions): void {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const text = JSON.stringify({ flags: definitions, cohorts: [], groupTypes: {}, timezone: "UTC" });
  emit({ name: `snapshot of ${FLAGS} flags: size`, value: Math.round(text.length / 1024), unit: "kB" });
  collect();
  const before = process.memoryUsage().heapUsed;
  const kept = Array.from({ length: 10 }, () => compileFlags(JSON.parse(text), 1));
  for (const compiled of kept) for (const { id } of USERS) evaluate(compiled, { distinctId: id }, { now: 0 });
  collect();
  const bytes = (process.memoryUsage().heapUsed - before) / kept.length;
  emit({
    name: `project of ${FLAGS} flags in an isolate: heap`,
    value: Math.round(bytes / 1024),
    unit: "kB",
  });
  const start = performance.now();
  for (let i = 0; i < 20; i++) kept[i % 10] = compileFlags(JSON.parse(text), 1);
  const each = (performance.now() - start) / 20;
  emit({ name: `snapshot of ${FLAGS} flags: parse and compile`, value: Number(each.toFixed(2)), unit: "ms" });
}

async function measureChanges({ credentials }: Stack, { log, emit }: BenchOptions): Promise<void> {
  const { edge, projectId, personalApiKey, projectToken } = credentials;
  const api = async (method: string, path: string, body: object) => {
    const response = await fetch(`${edge}/api/projects/${projectId}/feature_flags/${path}`, {
      method,
      headers: { Authorization: `Bearer ${personalApiKey}`, "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as { id: number };
  };
  let id = 0;
  for (const { key, filters } of definitions) id = (await api("POST", "", { key, filters })).id;
  log(`${FLAGS} flags are there; ${CHANGES} changes beside ${RATE} requests/s …`);
  const key = definitions.at(-1)!.key;
  const body = JSON.stringify({ token: projectToken, distinct_id: "u", flag_keys: [key] });
  const head = `POST /flags/?v=2 HTTP/1.1\r\nHost: bench\r\nContent-Length: ${body.length}\r\n\r\n`;
  const request = Buffer.from(head + body);
  const isThere = async () => {
    const response = await fetch(`${edge}/flags/?v=2`, { method: "POST", body });
    return key in ((await response.json()) as { flags: object }).flags;
  };
  let isDone = false;
  const beside = (async () => {
    while (!isDone) await load({ url: edge, connections: 8, seconds: 2, rate: RATE, next: () => request });
  })();
  const written: number[] = [];
  const answered: number[] = [];
  for (let change = 0; change < CHANGES; change++) {
    const active = change % 2 === 1;
    const start = performance.now();
    await api("PATCH", `${id}/`, { active });
    written.push(performance.now() - start);
    while ((await isThere()) !== active) await new Promise((resolve) => setTimeout(resolve, 10));
    answered.push(performance.now() - start);
  }
  isDone = true;
  await beside;
  for (const [name, times] of Object.entries({
    "written and pushed": written,
    "answered at the edge": answered,
  })) {
    const sorted = times.toSorted((a, b) => a - b);
    for (const [label, q] of [
      ["median", 0.5],
      ["p99", 0.99],
    ] as const) {
      const value = Number(quantile(sorted, q).toFixed(0));
      emit({ name: `a change of one of ${FLAGS} flags, ${name}: ${label}`, value, unit: "ms" });
    }
  }
}
