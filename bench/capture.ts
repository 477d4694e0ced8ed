import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startStack } from "@edgewise/scripts/stack/stack.ts";
import { requests } from "./capture/payloads.ts";
import { startBareWorker } from "./http/bare-worker.ts";
import { type LoadResult, load, quantile } from "./http/load.ts";
import type { BenchOptions } from "./support.ts";

const CONNECTIONS = 32;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 3);
/** Requests a second to prepare for in the warm-up; then this much more than the fastest round so far. */
const FIRST_RATE = { 1: 10_000, 50: 2500 } as const;
const SPARE = 1.5;
const REPEATED = 500;

/** Inflates, parses, answers: everything that any capture endpoint must do, and nothing else. */
const BARE = `import { gunzipSync } from "node:zlib";
const decoder = new TextDecoder();
export default {
  async fetch(request) {
    let body = new Uint8Array(await request.arrayBuffer());
    if (body[0] === 0x1f && body[1] === 0x8b) body = gunzipSync(body);
    const { batch } = JSON.parse(decoder.decode(body));
    return new Response(batch.length > 0 ? '{"status":1}' : "{}", { headers: { "Content-Type": "application/json" } });
  },
};`;

const CASES = [
  { size: 1, gzip: false },
  { size: 1, gzip: true },
  { size: 50, gzip: false },
  { size: 50, gzip: true },
] as const;

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

function checked(result: LoadResult): LoadResult {
  const bad = Object.entries(result.statuses).filter(([status]) => status !== "200");
  if (bad.length > 0) throw new Error(`not every request was accepted: ${JSON.stringify(result.statuses)}`);
  return result;
}

/** Requests accepted per second through the real path, beside a bare Worker, in interleaved rounds. */
export async function run({ log, emit }: BenchOptions): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "edgewise-bench-"));
  log("Starting an instance …");
  const stack = await startStack({ dataDir, web: false, log });
  const bare = await startBareWorker(BARE);
  const { edge, projectToken: token } = stack.credentials;
  try {
    for (const { size, gzip } of CASES) {
      const name = `${size === 1 ? "1 event" : `${size} events`} a request, ${gzip ? "gzip" : "plain"}`;
      const ours: number[] = [];
      const theirs: number[] = [];
      const ratios: number[] = [];
      let fastest = 0;
      for (let round = -1; round < ROUNDS; round++) {
        const measured = async (url: string, seconds: number) => {
          const repeat = url === bare.url;
          const rate = fastest === 0 ? FIRST_RATE[size] : fastest * SPARE;
          const prepared = repeat ? REPEATED : Math.ceil(rate * seconds);
          const next = requests({ token, size, gzip, prepared, repeat });
          return checked(await load({ url, connections: CONNECTIONS, seconds, next })).requestsPerSecond;
        };
        // The first round warms both up.
        const seconds = round < 0 ? 1 : SECONDS;
        const [baseline, value] = [await measured(bare.url, seconds), await measured(edge, seconds)];
        log(
          `${name}: ${value.toFixed(0)} of ${baseline.toFixed(0)} requests/s${round < 0 ? " (warm-up)" : ""}`,
        );
        fastest = Math.max(fastest, value);
        if (round < 0) continue;
        ours.push(value);
        theirs.push(baseline);
        ratios.push(value / baseline);
      }
      const value = median(ours);
      emit({
        name: `capture, ${name}`,
        value,
        unit: "requests/s",
        baseline: median(theirs),
        ratio: median(ratios),
      });
      emit({ name: `capture, ${name}: events`, value: value * size, unit: "events/s" });
      const next = requests({ token, size, gzip, prepared: Math.ceil(value * SECONDS) + CONNECTIONS });
      const half = checked(
        await load({ url: edge, connections: CONNECTIONS, seconds: SECONDS, next, rate: value / 2 }),
      );
      emit({ name: `capture, ${name}: p50 at half load`, value: quantile(half.latencies, 0.5), unit: "ms" });
      emit({ name: `capture, ${name}: p99 at half load`, value: quantile(half.latencies, 0.99), unit: "ms" });
    }
  } finally {
    bare.stop();
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
