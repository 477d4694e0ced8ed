import { describe, expect, it } from "vitest";
import { Lane } from "./lane.ts";

/** A job that ends when told to. */
function job(): { run: () => Promise<string>; end: () => void; started: () => boolean } {
  const { promise, resolve } = Promise.withResolvers<string>();
  let begun = false;
  return {
    run: () => {
      begun = true;
      return promise;
    },
    end: () => resolve("done"),
    started: () => begun,
  };
}

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("Lane", () => {
  it("runs as many at once as it is wide, in order", async () => {
    const lane = new Lane(2, 10);
    const jobs = [job(), job(), job()];
    const results = jobs.map(({ run }) => lane.run(run));
    await tick();
    expect(jobs.map(({ started }) => started())).toEqual([true, true, false]);
    jobs[1]!.end();
    await tick();
    expect(jobs[2]!.started()).toBe(true);
    for (const { end } of jobs) end();
    expect(await Promise.all(results)).toEqual(["done", "done", "done"]);
  });

  it("frees the place of a job that fails", async () => {
    const lane = new Lane(1, 1);
    await expect(lane.run(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await lane.run(async () => 1)).toBe(1);
  });

  it("refuses more than may wait", async () => {
    const lane = new Lane(1, 1);
    const first = job();
    const running = lane.run(first.run);
    const waiting = lane.run(async () => 2);
    await expect(lane.run(async () => 3)).rejects.toMatchObject({ code: 202 });
    first.end();
    expect(await Promise.all([running, waiting])).toEqual(["done", 2]);
  });

  it("lets go of a place in the queue when the caller leaves", async () => {
    const lane = new Lane(1, 1);
    const first = job();
    const running = lane.run(first.run);
    const gone = new AbortController();
    const second = job();
    const waiting = lane.run(second.run, gone.signal);
    gone.abort();
    await expect(waiting).rejects.toMatchObject({ code: 394 });
    const third = lane.run(async () => 3);
    first.end();
    expect(await Promise.all([running, third])).toEqual(["done", 3]);
    expect(second.started()).toBe(false);
  });

  it("starts nothing for a caller who has left already", async () => {
    await expect(new Lane(1, 1).run(async () => 1, AbortSignal.abort())).rejects.toMatchObject({ code: 394 });
  });
});
