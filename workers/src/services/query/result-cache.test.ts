import { describe, expect, it } from "vitest";
import { MAX_AGE_MS, queryRequest, refreshMode } from "./request.ts";
import { ResultCache } from "./result-cache.ts";

describe("ResultCache", () => {
  it.each([
    [0, 10_000, true],
    [9999, 10_000, true],
    [10_000, 10_000, false],
    [0, 0, false],
  ])("after %d ms with at most %d ms: %s", (age, maxAge, found) => {
    const cache = new ResultCache();
    cache.set("a", { results: 1 }, 1000);
    expect(cache.get("a", 1000 + age, maxAge) !== undefined).toBe(found);
  });

  it("drops what was used longest ago when it is full, and takes nothing huge", () => {
    const cache = new ResultCache(8000);
    const about = (bytes: number) => ({ text: "x".repeat(bytes / 2 - 11) });
    for (const key of ["a", "b", "c", "d", "e", "f", "g", "h"]) cache.set(key, about(1000), 0);
    expect(cache.get("a", 1, 100)).toBeDefined();
    cache.set("i", about(1000), 0);
    expect([cache.get("a", 1, 100), cache.get("b", 1, 100), cache.get("i", 1, 100)].map(Boolean)).toEqual([
      true,
      false,
      true,
    ]);
    cache.set("huge", about(2000), 0);
    expect(cache.get("huge", 1, 100)).toBeUndefined();
  });

  it("replaces an entry instead of adding it twice", () => {
    const cache = new ResultCache();
    cache.set("a", { results: 1 }, 0);
    cache.set("a", { results: 2 }, 5);
    expect(cache.get("a", 6, 100)).toMatchObject({ response: { results: 2 }, at: 5 });
  });
});

describe("refresh modes", () => {
  it.each<[object, string, boolean]>([
    [{}, "blocking", true],
    [{ refresh: null }, "blocking", true],
    [{ refresh: true }, "force_blocking", false],
    [{ refresh: false }, "force_cache", true],
    [{ async: true }, "async", true],
    [{ refresh: "lazy_async", async: true }, "lazy_async", true],
    [{ refresh: "force_async" }, "force_async", false],
    [{ refresh: "force_blocking" }, "force_blocking", false],
  ])("%j is %s", (body, mode, cached) => {
    const found = refreshMode(queryRequest.parse({ query: {}, ...body }));
    expect([found, MAX_AGE_MS[found] > 0]).toEqual([mode, cached]);
  });

  it.each([{ refresh: "sometimes" }, { client_query_id: "" }, { name: "x".repeat(129) }, { query: [] }])(
    "refuses %j",
    (body) => expect(queryRequest.safeParse({ query: {}, ...body }).success).toBe(false),
  );
});
