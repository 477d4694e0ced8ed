import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Stack, startStack } from "@edgewise/scripts/stack/stack.ts";
import { startBareWorker } from "../http/bare-worker.ts";
import { load, type NextRequest, quantile } from "../http/load.ts";
import type { BenchOptions } from "../support.ts";
import { IDEAS, toDefinition, USERS } from "./workload.ts";

const FLAGS = 50;
const CONNECTIONS = 32;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 3);

/** `/flags` requests per second with 50 flags, beside a Worker that answers a constant of the same size. */
export async function compareHttp({ log, emit }: BenchOptions): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "edgewise-bench-"));
  log("Starting an instance …");
  const stack = await startStack({ dataDir, web: false, log });
  try {
    await createFlags(stack);
    const answer = await waitForFlags(stack);
    log(`An answer has ${answer.length} bytes.`);
    const text = JSON.stringify(JSON.stringify(answer));
    const bare = await startBareWorker(
      `const body = JSON.parse(${text}); export default { fetch: () => new Response(body, { headers: { "Content-Type": "application/json" } }) };`,
    );
    try {
      await measure(stack, bare.url, { log, emit });
    } finally {
      bare.stop();
    }
  } finally {
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function measure({ credentials }: Stack, bareUrl: string, { log, emit }: BenchOptions): Promise<void> {
  const samples: { ours: number; bare: number }[] = [];
  let latencies: readonly number[] = [];
  for (let round = -1; round < ROUNDS; round++) {
    const seconds = round < 0 ? 1 : SECONDS;
    const next = requests(credentials.projectToken);
    const bare = await load({ url: bareUrl, connections: CONNECTIONS, seconds, next });
    const ours = await load({ url: credentials.edge, connections: CONNECTIONS, seconds, next });
    if (Object.keys(ours.statuses).join() !== "200")
      throw new Error(`answers: ${JSON.stringify(ours.statuses)}`);
    log(`${ours.requestsPerSecond.toFixed(0)} of ${bare.requestsPerSecond.toFixed(0)} requests/s`);
    if (round < 0) continue;
    samples.push({ ours: ours.requestsPerSecond, bare: bare.requestsPerSecond });
    latencies = ours.latencies;
  }
  const name = `/flags with ${FLAGS} flags`;
  emit({
    name,
    value: median(samples.map(({ ours }) => ours)),
    unit: "requests/s",
    baseline: median(samples.map(({ bare }) => bare)),
    ratio: median(samples.map(({ ours, bare }) => ours / bare)),
  });
  emit({ name: `${name}: p50`, value: quantile(latencies, 0.5), unit: "ms" });
  emit({ name: `${name}: p99`, value: quantile(latencies, 0.99), unit: "ms" });
}

async function createFlags({ credentials: { edge, projectId, personalApiKey } }: Stack): Promise<void> {
  for (let i = 0; i < FLAGS; i++) {
    const idea = { ...IDEAS[i % IDEAS.length]!, key: `bench-http-${i}` };
    const { key, name, active, filters } = toDefinition(idea, i);
    const response = await fetch(`${edge}/api/projects/${projectId}/feature_flags/`, {
      method: "POST",
      headers: { Authorization: `Bearer ${personalApiKey}`, "Content-Type": "application/json" },
      body: JSON.stringify({ key, name, active, filters }),
    });
    if (!response.ok) throw new Error(`Flag ${key} was refused: ${response.status} ${await response.text()}`);
  }
}

/** The answer once every flag is in it. */
async function waitForFlags({ credentials: { edge, projectToken } }: Stack): Promise<string> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const response = await fetch(`${edge}/flags/?v=2`, { method: "POST", body: bodyOf(projectToken, 0) });
    const text = await response.text();
    const { flags } = JSON.parse(text) as { flags: object };
    if (Object.keys(flags).length >= FLAGS) return text;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The edge did not learn of ${FLAGS} flags within ten seconds.`);
}

function bodyOf(token: string, user: number): string {
  const { id, ...person_properties } = USERS[user % USERS.length]!;
  return JSON.stringify({ token, distinct_id: id, groups: {}, person_properties });
}

function requests(token: string): NextRequest {
  const prepared = USERS.map((_, user) => {
    const body = bodyOf(token, user);
    const head = `POST /flags/?v=2 HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nUser-Agent: posthog-node/5.70.0\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
    return Buffer.from(head + body);
  });
  let count = 0;
  return () => prepared[count++ % prepared.length]!;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
