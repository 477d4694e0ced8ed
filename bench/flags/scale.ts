import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { compileFlags } from "@edgewise/core/flags/compile.ts";
import { evaluate } from "@edgewise/core/flags/evaluate.ts";
import type { FlagDefinition } from "@edgewise/core/flags/types.ts";
import { load, quantile } from "../http/load.ts";
import type { BenchOptions } from "../support.ts";
import { type Edges, startEdges } from "./edges.ts";
import { measureOutages } from "./outages.ts";
import { IDEAS, toDefinition, USERS } from "./workload.ts";

const FLAGS = 500;
const CHANGES = Number(process.env.BENCH_CHANGES ?? 200);
/** Flag requests a second beside the changes. */
const RATE = 100;

/** A large project: what its snapshot costs, how long a change takes to be answered, and what outages change. */
export async function measureScale(options: BenchOptions): Promise<void> {
  measureMemory(options);
  options.log(`Starting instances for ${FLAGS} flags …`);
  const edges = await startEdges();
  try {
    const id = await createFlags(edges, options);
    await measureChanges(edges, id, options);
    await measureOutages(edges, KEY, options);
  } finally {
    await edges.dispose();
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

const FLAGS_PATH = "/api/projects/1/feature_flags/";
const KEY = definitions.at(-1)!.key;

/** Returns the number of the last flag. */
async function createFlags({ api }: Edges, { log, emit }: BenchOptions): Promise<number> {
  let id = 0;
  for (const { key, filters } of definitions)
    id = (await api<{ id: number }>("POST", FLAGS_PATH, { key, filters })).id;
  log(`${FLAGS} flags are there.`);
  const times: number[] = [];
  for (let i = 0; i < 15; i++) {
    const start = performance.now();
    await api("GET", `${FLAGS_PATH}local_evaluation/`);
    times.push(performance.now() - start);
  }
  const value = Math.round(
    quantile(
      times.toSorted((a, b) => a - b),
      0.5,
    ),
  );
  emit({ name: `snapshot of ${FLAGS} flags: built from MySQL and told`, value, unit: "ms" });
  return id;
}

async function measureChanges(edges: Edges, id: number, { log, emit }: BenchOptions): Promise<void> {
  log(`${CHANGES} changes beside ${RATE} requests/s …`);
  const body = JSON.stringify({ token: edges.token, distinct_id: "u", flag_keys: [KEY] });
  const head = `POST /flags/?v=2 HTTP/1.1\r\nHost: bench\r\nContent-Length: ${body.length}\r\n\r\n`;
  const request = Buffer.from(head + body);
  const until = async (url: string, active: boolean, start: number): Promise<number> => {
    for (;;) {
      const response = await fetch(`${url}/flags/?v=2`, { method: "POST", body });
      const { flags } = (await response.json()) as { flags: object };
      if (KEY in flags === active) return performance.now() - start;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  let isDone = false;
  const beside = [edges.edge, edges.second].map(async (url) => {
    while (!isDone) await load({ url, connections: 4, seconds: 2, rate: RATE / 2, next: () => request });
  });
  const times: Record<string, number[]> = {
    "written and pushed": [],
    "answered at the instance that changed it": [],
    "answered there, after the write was acknowledged": [],
    "answered at another process": [],
    "answered at that process, after the write was acknowledged": [],
  };
  const [written, here, hereAfter, there, thereAfter] = Object.values(times) as [
    number[],
    number[],
    number[],
    number[],
    number[],
  ];
  for (let change = 0; change < CHANGES; change++) {
    const active = change % 2 === 1;
    const start = performance.now();
    await edges.api("PATCH", `${FLAGS_PATH}${id}/`, { active });
    const write = performance.now() - start;
    written.push(write);
    const [own, other] = await Promise.all([
      until(edges.edge, active, start),
      until(edges.second, active, start),
    ]);
    here.push(own);
    there.push(other);
    hereAfter.push(own - write);
    thereAfter.push(other - write);
  }
  isDone = true;
  await Promise.all(beside);
  for (const [name, found] of Object.entries(times)) {
    const sorted = found.toSorted((a, b) => a - b);
    for (const [label, q] of [
      ["median", 0.5],
      ["p99", 0.99],
    ] as const) {
      const value = Number(quantile(sorted, q).toFixed(0));
      emit({ name: `a change of one of ${FLAGS} flags, ${name}: ${label}`, value, unit: "ms" });
    }
  }
}
