import { setTimeout as sleep } from "node:timers/promises";
import type { TestWorkers } from "@edgewise/workers/test/harness.ts";

/** One answered batch: which isolate, when it was answered, whether the edge said that it came over the limit. */
export interface Answer {
  readonly isolate: number;
  readonly at: number;
  readonly over: boolean;
  readonly events: number;
}

interface LoadOptions {
  readonly workers: TestWorkers;
  readonly isolates: number;
  readonly requestsASecond: number;
  readonly events: number;
  readonly seconds: number;
  /** Name of a request's events. */
  readonly nameOf: (isolate: number) => string;
  /** Told each answer; true ends the load. */
  readonly onAnswer?: (answer: Answer) => boolean;
}

let sent = 0;
let turn = 0;

/** Batches at a steady pace, isolates in turn, whatever the answers take. */
export async function steadyLoad(options: LoadOptions): Promise<Answer[]> {
  const { workers, isolates, requestsASecond, events, seconds, nameOf, onAnswer } = options;
  const answers: Answer[] = [];
  const open = new Set<Promise<void>>();
  const from = performance.now();
  let ended = false;
  for (let index = 0; !ended && index < requestsASecond * seconds; index++) {
    const wait = from + (index * 1000) / requestsASecond - performance.now();
    if (wait > 0) await sleep(wait);
    const isolate = turn++ % isolates;
    const batch = Array.from({ length: events }, () => ({
      event: nameOf(isolate),
      distinct_id: `person ${sent++ % 50_000}`,
      properties: { $lib: "posthog-node" },
    }));
    const post = workers
      .fetch("/batch/", { method: "POST", body: JSON.stringify({ api_key: "phc_a", batch }) })
      .then(async (response) => {
        if (!response.ok) throw new Error(`The edge answered ${response.status}.`);
        const { quota_limited } = (await response.json()) as { quota_limited?: unknown };
        const answer = { isolate, at: performance.now(), over: quota_limited !== undefined, events };
        answers.push(answer);
        ended ||= onAnswer?.(answer) === true;
      })
      .finally(() => open.delete(post));
    open.add(post);
  }
  await Promise.all(open);
  return answers;
}
