import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Stack, startStack } from "@edgewise/scripts/stack/stack.ts";
import type { BenchOptions } from "../support.ts";
import { isCohort, QUESTIONS } from "./questions.ts";

const EVENTS = 5000;
const BATCH = 500;
const TILES = 10;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 25);
const INSIGHTS = QUESTIONS.map(({ asks }) => asks).filter((asks) => !isCohort(asks));
const NAMES = ["$pageview", "product viewed", "added to cart", "checkout started", "purchased", "signed up"];

/**
 * Milliseconds of `GET dashboards/:id/?refresh=blocking` with ten insights of all kinds over the whole stack: computed
 * anew, and again with unchanged data.
 */
export async function measureDashboard({ log, emit }: BenchOptions): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "edgewise-bench-"));
  log("Starting an instance …");
  const stack = await startStack({ dataDir, web: false, log });
  try {
    await capture(stack);
    const call = callerOf(stack);
    const dashboard = await call("POST", "dashboards/", { name: "Ten tiles" });
    for (let tile = 0; tile < TILES; tile++) {
      const query = INSIGHTS[tile % INSIGHTS.length]!;
      const source = { ...query, dateRange: { date_from: tile < INSIGHTS.length ? "-30d" : "-14d" } };
      const insight = { kind: "InsightVizNode", source };
      await call("POST", "insights/", { name: `Tile ${tile}`, query: insight, dashboards: [dashboard.id] });
    }
    const ask = async (refresh: string): Promise<number> => {
      const started = performance.now();
      const { tiles } = await call("GET", `dashboards/${dashboard.id}/?refresh=${refresh}`);
      const time = performance.now() - started;
      const kept = (tiles as { is_cached: boolean }[]).filter(({ is_cached }) => is_cached).length;
      if (kept !== (refresh === "blocking" ? TILES : 0))
        throw new Error(`${kept} tiles come from the cache.`);
      return time;
    };
    const times = { force_blocking: [] as number[], blocking: [] as number[] };
    for (let round = 0; round < ROUNDS; round++) {
      times.force_blocking.push(await ask("force_blocking"));
      times.blocking.push(await ask("blocking"));
    }
    const [anew, kept] = [median(times.force_blocking), median(times.blocking)];
    emit({ name: "insights: dashboard of ten tiles, computed", value: anew, unit: "ms" });
    emit({ name: "insights: dashboard of ten tiles, cached", value: kept, unit: "ms" });
  } finally {
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

type Answer = Readonly<Record<string, unknown>>;

function callerOf({ credentials }: Stack): (method: string, path: string, body?: unknown) => Promise<Answer> {
  const headers = {
    Authorization: `Bearer ${credentials.personalApiKey}`,
    "Content-Type": "application/json",
  };
  return async (method, path, body) => {
    const url = `${credentials.edge}/api/projects/${credentials.projectId}/${path}`;
    const response = await fetch(url, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 300)}`);
    return JSON.parse(text) as Answer;
  };
}

/** Sends events of the last days and waits until a few seconds after the last one was taken. */
async function capture({ credentials }: Stack): Promise<void> {
  for (let start = 0; start < EVENTS; start += BATCH) {
    const batch = Array.from({ length: BATCH }, (_, index) => {
      const number = start + index;
      return {
        event: NAMES[(number * 7) % NAMES.length],
        distinct_id: `user-${number % 400}`,
        timestamp: new Date(Date.now() - ((number * 613) % 2_400_000) * 1000).toISOString(),
        properties: {
          $browser: number % 3 ? "Chrome" : "Safari",
          $current_url: `https://shop.example/${number % 40}`,
        },
      };
    });
    const body = JSON.stringify({ api_key: credentials.projectToken, batch });
    const response = await fetch(`${credentials.edge}/batch/`, { method: "POST", body });
    if (!response.ok) throw new Error(`/batch/ answered ${response.status}`);
  }
  await new Promise((resolve) => setTimeout(resolve, 5000));
}
