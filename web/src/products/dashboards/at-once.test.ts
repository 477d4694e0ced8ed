import { expect, it } from "vitest";
import { atOnce } from "./at-once.ts";

it("starts in order, never more than the limit, also after failures", async () => {
  const run = atOnce(2);
  const log: string[] = [];
  let now = 0;
  let most = 0;
  const task = (name: string) => async () => {
    log.push(name);
    most = Math.max(most, ++now);
    await Promise.resolve();
    now--;
    if (name === "b") throw new Error("b failed");
    return name;
  };
  const results = await Promise.allSettled(["a", "b", "c", "d", "e"].map((name) => run(task(name))));
  expect(log).toEqual(["a", "b", "c", "d", "e"]);
  expect(most).toBe(2);
  expect(results.map(({ status }) => status)).toEqual([
    "fulfilled",
    "rejected",
    "fulfilled",
    "fulfilled",
    "fulfilled",
  ]);
});
