import { describe, expect, it } from "vitest";
import { queryOf } from "./query.ts";
import { requestId } from "./request-id.ts";

describe("requestId", () => {
  it("is a random UUID, another one each time", () => {
    const ids = Array.from({ length: 2_000 }, requestId);
    const version4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    expect(ids.filter((id) => !version4.test(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe("queryOf", () => {
  it.each([
    ["https://e.dev/flags/?v=2&config=true", "?v=2&config=true", "2"],
    ["https://e.dev/flags/", "", null],
    ["https://e.dev/flags/?", "?", null],
    ["https://e.dev/flags?a=%3F&v=1", "?a=%3F&v=1", "1"],
    ["https://e.dev/flags?ver=3&v", "?ver=3&v", ""],
    ["https://e.dev/flags?xv=3&v=1=2", "?xv=3&v=1=2", "1=2"],
    ["https://e.dev/flags?v=a+b", "?v=a+b", "a b"],
  ])("%s", (url, search, version) => {
    const query = queryOf(url);
    expect(query.search).toBe(search);
    expect(query.searchParams.get("v")).toBe(version);
    expect(query.searchParams.get("v")).toBe(new URL(url).searchParams.get("v"));
  });
});
