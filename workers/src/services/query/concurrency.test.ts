import { describe, expect, it, vi } from "vitest";
import { MAX_RUNNING, QueryLanes } from "./concurrency.ts";

/** A task that ends when it is told to. */
function task() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { promise, end: resolve };
}

describe("QueryLanes", () => {
  it("runs a bounded number of one tenant's queries, others wait their turn", async () => {
    const lanes = new QueryLanes();
    const tasks = Array.from({ length: MAX_RUNNING + 2 }, task);
    const started: number[] = [];
    const runs = tasks.map(({ promise }, index) =>
      lanes.run(1, () => {
        started.push(index);
        return promise;
      }),
    );
    await Promise.resolve();
    expect(started).toHaveLength(MAX_RUNNING);
    tasks[3]?.end();
    await runs[3];
    await vi.waitFor(() => expect(started.at(-1)).toBe(MAX_RUNNING));
    for (const { end } of tasks) end();
    await Promise.all(runs);
    expect(started).toHaveLength(MAX_RUNNING + 2);
  });

  it("keeps tenants apart", async () => {
    const lanes = new QueryLanes();
    const { promise, end } = task();
    const busy = Array.from({ length: MAX_RUNNING }, () => lanes.run(1, () => promise));
    await expect(lanes.run(2, async () => "free")).resolves.toBe("free");
    end();
    await Promise.all(busy);
  });

  it("frees the place of a query that failed", async () => {
    const lanes = new QueryLanes();
    for (let i = 0; i < MAX_RUNNING * 2; i++) {
      await expect(lanes.run(1, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    }
    await expect(lanes.run(1, async () => 1)).resolves.toBe(1);
  });

  it("refuses with 429 when too many wait, and those that waited too long", async () => {
    vi.useFakeTimers();
    const lanes = new QueryLanes();
    const { promise, end } = task();
    const running = Array.from({ length: MAX_RUNNING }, () => lanes.run(1, () => promise));
    const waiting = Array.from({ length: 30 }, () =>
      lanes.run(1, async () => 1).catch((error: Error) => error),
    );
    await expect(lanes.run(1, async () => 1)).rejects.toMatchObject({ code: "throttled", status: 429 });
    vi.advanceTimersByTime(20_000);
    expect(await Promise.all(waiting)).toMatchObject(Array(30).fill({ code: "throttled" }));
    vi.useRealTimers();
    end();
    await Promise.all(running);
    await expect(lanes.run(1, async () => 1)).resolves.toBe(1);
  });
});
