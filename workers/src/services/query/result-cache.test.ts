import { describe, expect, it } from "vitest";
import type { SharedCache } from "../../ports/shared-cache.ts";
import { AnswerCache } from "./answer-cache.ts";
import { isGood, KEPT_MS, queryRequest, refreshMode, STALE_MS, takesKept } from "./request.ts";
import { ResultCache } from "./result-cache.ts";

const answer = (results: number) => ({ response: { results }, at: results, version: "v" });

describe("ResultCache", () => {
  it("drops what was used longest ago when it is full, and takes nothing huge", () => {
    const cache = new ResultCache(8000);
    for (const key of ["a", "b", "c", "d", "e", "f", "g", "h"]) cache.set(key, answer(1), 500);
    expect(cache.get("a")).toBeDefined();
    cache.set("i", answer(1), 500);
    expect(["a", "b", "i"].map((key) => cache.get(key) !== undefined)).toEqual([true, false, true]);
    cache.set("huge", answer(1), 501);
    expect(cache.get("huge")).toBeUndefined();
  });

  it("replaces an entry instead of adding it twice", () => {
    const cache = new ResultCache();
    cache.set("a", answer(1), 10);
    cache.set("a", answer(5), 10);
    expect(cache.get("a")).toEqual(answer(5));
  });
});

describe("AnswerCache", () => {
  const shared = () => {
    const texts = new Map<string, string>();
    const cache: SharedCache = {
      get: async (key) => texts.get(key),
      set: async (key, text) => void texts.set(key, text),
    };
    return cache;
  };
  const any = () => true;

  it("finds what another isolate computed, and takes the newer of both", async () => {
    const between = shared();
    const [one, other] = [new AnswerCache(between), new AnswerCache(between)];
    await one.keep("a", { results: 1 }, 100, "v1");
    expect(await other.find("a", any)).toEqual({ response: { results: 1 }, at: 100, version: "v1" });
    await other.keep("a", { results: 2 }, 200, "v2");
    const now = await one.find("a", ({ version }) => version === "v2");
    expect(now?.response).toEqual({ results: 2 });
    expect(await one.find("a", ({ version }) => version === "v1")).toBeUndefined();
  });

  it("shares nothing huge", async () => {
    const between = shared();
    await new AnswerCache(between).keep("a", { results: "x".repeat(4_000_001) }, 1, undefined);
    expect(await new AnswerCache(between).find("a", any)).toBeUndefined();
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
    expect([found, takesKept(found)]).toEqual([mode, cached]);
  });

  it.each([{ refresh: "sometimes" }, { client_query_id: "" }, { name: "x".repeat(129) }, { query: [] }])(
    "refuses %j",
    (body) => expect(queryRequest.safeParse({ query: {}, ...body }).success).toBe(false),
  );

  const [same, other] = ["v", "w"];
  it.each<[Parameters<typeof isGood>[0], string | null, string | undefined, number, boolean]>([
    ["blocking", same, same, KEPT_MS - 1, true],
    ["blocking", same, same, KEPT_MS, false],
    ["blocking", same, other, 1, false],
    ["blocking", same, undefined, 9999, true],
    ["blocking", null, same, 9999, true],
    ["blocking", null, undefined, 10_000, false],
    ["async", same, other, 1, false],
    ["lazy_async", same, other, STALE_MS - 1, true],
    ["lazy_async", same, other, STALE_MS, false],
    ["force_cache", null, undefined, STALE_MS - 1, true],
    ["async_except_on_cache_miss", same, same, STALE_MS, true],
    ["force_blocking", same, same, 0, false],
    ["force_async", same, same, 0, false],
  ])("%s takes an answer of data %j at data %j after %d ms: %s", (mode, kept, now, age, good) => {
    expect(isGood(mode, { at: 1000, version: kept }, now, 1000 + age)).toBe(good);
  });
});
