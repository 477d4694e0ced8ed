import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type QueryProgress, watchProgress } from "./query-progress.ts";

const progress = { rows_read: 5, bytes_read: 50, estimated_rows_total: 10, time_elapsed: 1.5 };
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What is told of a query that is watched for a while and then for long not, and how often was looked. */
async function watched(ms: number, looks: readonly (QueryProgress | Error | null)[]) {
  const told: (QueryProgress | null)[] = [];
  let count = 0;
  const see = async () => {
    const seen = looks[count++] ?? null;
    if (seen instanceof Error) throw seen;
    return seen;
  };
  const stop = watchProgress(see, (one) => told.push(one));
  await vi.advanceTimersByTimeAsync(ms);
  stop();
  await vi.advanceTimersByTimeAsync(60_000);
  return { told, count };
}

it.each<[string, number, readonly (QueryProgress | Error | null)[], object]>([
  ["looks at nothing that answers at once", 900, [progress], { told: [null], count: 0 }],
  [
    "goes on past looks that fail or find nothing",
    3500,
    [new Error("404"), null, progress],
    { told: [progress, null], count: 3 },
  ],
])("%s", async (_, ms, looks, expected) => {
  expect(await watched(ms, looks)).toEqual(expected);
});
