import { describe, expect, it, vi } from "vitest";
import { MAX_RUNNING, MAX_TOTAL, QueryLanes } from "./lanes.ts";
import { QUERY_RATES, QueryRates } from "./rates.ts";

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

  it("lets nobody be starved: free places go round the tenants", async () => {
    const lanes = new QueryLanes();
    const greedy = [1, 2, 3, 4];
    const places = await Promise.all(
      Array.from({ length: MAX_TOTAL }, (_, index) => lanes.enter(greedy[index % greedy.length] ?? 0)),
    );
    const order: number[] = [];
    const ask = async (tenant: number) => {
      const leave = await lanes.enter(tenant);
      order.push(tenant);
      return leave;
    };
    const waiting = [...greedy.flatMap((tenant) => Array.from({ length: 20 }, () => ask(tenant))), ask(5)];
    // Five places are enough for five tenants, whoever stood in line first.
    for (const leave of places.slice(0, 5)) leave();
    await vi.waitFor(() => expect(order).toHaveLength(5));
    expect(order.toSorted()).toEqual([1, 2, 3, 4, 5]);
    for (const leave of places) leave();
    for (const place of waiting) place.then((leave) => leave());
    await Promise.all(waiting);
    expect(order).toHaveLength(81);
  });

  it("takes back the places of requests that were cut off", async () => {
    let now = 0;
    const lanes = new QueryLanes(() => now);
    for (let index = 0; index < MAX_RUNNING; index++) await lanes.enter(1, 1000);
    const late = lanes.enter(1);
    now = 1001;
    await lanes.enter(2);
    await expect(late).resolves.toBeTypeOf("function");
  });

  it("takes a place back once", async () => {
    const lanes = new QueryLanes();
    const places = await Promise.all(Array.from({ length: MAX_RUNNING }, () => lanes.enter(1)));
    places[0]?.();
    places[0]?.();
    await lanes.enter(1);
    let entered = false;
    lanes.enter(1).then(() => {
      entered = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(entered).toBe(false);
  });
});

describe("QueryRates", () => {
  const [minute, hour] = QUERY_RATES;

  it("lets a tenant compute so much a minute, and others besides", () => {
    const rates = new QueryRates();
    for (let asked = 0; asked < minute.most; asked++) rates.take(1, 1000);
    expect(() => rates.take(1, 31_000)).toThrow(/30 seconds.*force_blocking/);
    expect(() => rates.take(2, 31_000)).not.toThrow();
  });

  it("and so much an hour, and says when it may go on", () => {
    const rates = new QueryRates();
    for (let asked = 0; asked < hour.most; asked++) {
      rates.take(1, 1000 + Math.floor(asked / minute.most) * minute.windowMs);
    }
    const error = { code: "throttled", status: 429, options: { retryAfterSeconds: 1800 } };
    expect(() => rates.take(1, 1_801_000)).toThrow(expect.objectContaining(error));
  });
});
