import { describe, expect, test } from "vitest";
import { LIMITS, RateLimiter } from "./rate-limit.ts";

const [minute, hour] = LIMITS;
const START = 1_000_000;

/** How many of `count` requests at `now` get through. */
const passed = (limiter: RateLimiter, key: string, now: number, count: number) =>
  Array.from({ length: count }, () => limiter.take(key, now)).filter((wait) => wait === 0).length;

describe("RateLimiter", () => {
  test("lets a minute's share through and says how long to wait", () => {
    const limiter = new RateLimiter();
    expect(passed(limiter, "a", START, minute.most + 5)).toBe(minute.most);
    expect(limiter.take("a", START + 15_000)).toBe(45);
    expect(limiter.take("a", START + minute.windowMs)).toBe(0);
  });

  test("counts keys apart", () => {
    const limiter = new RateLimiter();
    passed(limiter, "a", START, minute.most);
    expect(limiter.take("b", START)).toBe(0);
  });

  test("an hour's share ends before its minutes do", () => {
    const limiter = new RateLimiter();
    let through = 0;
    for (let now = START; now < START + hour.windowMs; now += minute.windowMs) {
      through += passed(limiter, "a", now, minute.most);
    }
    expect(through).toBe(hour.most);
    expect(limiter.take("a", START + hour.windowMs)).toBe(0);
  });
});
