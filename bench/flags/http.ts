import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Stack, startStack } from "@edgewise/scripts/stack/stack.ts";
import { type BareWorker, startBareWorker } from "../http/bare-worker.ts";
import { load, type NextRequest, quantile } from "../http/load.ts";
import type { BenchOptions } from "../support.ts";
import { IDEAS, toDefinition, USERS } from "./workload.ts";

const FLAGS = 50;
const CONNECTIONS = 32;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 11);
/** Short slices in turn: what else the machine does then hits all alike. */
const SECONDS = Number(process.env.BENCH_SECONDS ?? 1);

/** Workers that answer a constant: one at once, one after it has read the request's body. */
const BASELINES = {
  "a bare Worker with a constant answer": "",
  "a bare Worker that reads the body": "await request.arrayBuffer();",
} as const;

/** `/flags` requests per second with 50 flags, beside Workers that answer a constant of the same size. */
export async function compareHttp({ log, emit }: BenchOptions): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "edgewise-bench-"));
  log("Starting an instance …");
  const stack = await startStack({ dataDir, web: false, log });
  const bare: BareWorker[] = [];
  try {
    await createFlags(stack);
    const answer = await waitForFlags(stack);
    log(`An answer has ${answer.length} bytes.`);
    for (const work of Object.values(BASELINES))
      bare.push(await startBareWorker(constantWorker(answer, work)));
    await measure(
      stack,
      bare.map(({ url }) => url),
      { log, emit },
    );
  } finally {
    for (const worker of bare) worker.stop();
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function constantWorker(answer: string, work: string): string {
  const text = JSON.stringify(JSON.stringify(answer));
  return `const body = JSON.parse(${text});
const headers = { "Content-Type": "application/json" };
export default { async fetch(request) { ${work} return new Response(body, { headers }); } };`;
}

async function measure(
  { credentials }: Stack,
  bareUrls: readonly string[],
  { log, emit }: BenchOptions,
): Promise<void> {
  const again = requests(credentials.projectToken, "again");
  const targets = [
    { url: credentials.edge, next: again },
    ...bareUrls.map((url) => ({ url, next: again })),
    { url: credentials.edge, next: requests(credentials.projectToken, "never before") },
  ];
  const rounds: number[][] = [];
  let latencies: readonly number[] = [];
  for (let round = -1; round < ROUNDS; round++) {
    const rates: number[] = [];
    for (const { url, next } of targets) {
      const result = await load({ url, connections: CONNECTIONS, seconds: SECONDS, next });
      if (Object.keys(result.statuses).join() !== "200") throw new Error(JSON.stringify(result.statuses));
      rates.push(result.requestsPerSecond);
      if (url === credentials.edge && next === again) latencies = result.latencies;
    }
    log(`${rates.map((rate) => rate.toFixed(0)).join(" · ")} requests/s${round < 0 ? " (warm-up)" : ""}`);
    if (round >= 0) rounds.push(rates);
  }
  const name = `/flags with ${FLAGS} flags`;
  const value = median(rounds.map(([ours]) => ours!));
  for (const [i, beside] of Object.keys(BASELINES).entries()) {
    const baseline = median(rounds.map((rates) => rates[i + 1]!));
    const ratio = median(rounds.map((rates) => rates[0]! / rates[i + 1]!));
    emit({ name: `${name} beside ${beside}`, value, unit: "requests/s", baseline, ratio });
  }
  const strangers = rounds.map((rates) => rates.at(-1)!);
  emit({
    name: `${name}, every request of somebody new, beside a bare Worker with a constant answer`,
    value: median(strangers),
    unit: "requests/s",
    baseline: median(rounds.map((rates) => rates[1]!)),
    ratio: median(rounds.map((rates) => rates.at(-1)! / rates[1]!)),
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

/** A thousand people in turn, or somebody new with each request. */
function requests(token: string, who: "again" | "never before"): NextRequest {
  const prepared = USERS.map((_, user) => {
    const body = bodyOf(token, user).replace('"distinct_id":"', '"distinct_id":"00000000-');
    const head = `POST /flags/?v=2 HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nUser-Agent: posthog-node/5.70.0\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
    const request = Buffer.from(head + body);
    return { request, serialAt: request.indexOf("00000000-") };
  });
  let count = 0;
  return () => {
    const { request, serialAt } = prepared[count++ % prepared.length]!;
    if (who === "never before") request.write(String(count).padStart(8, "0"), serialAt, "latin1");
    return request;
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
