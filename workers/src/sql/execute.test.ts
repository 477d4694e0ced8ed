import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keyOf } from "../../test/query/event-rows.ts";
import { personId, personRow, type SqlBed, startSqlBed } from "../../test/query/sql-bed.ts";
import { CASES } from "./execute-cases.ts";

let bed: SqlBed;

beforeAll(async () => {
  bed = await startSqlBed();
  await bed.events(1, [
    {
      event: "$pageview",
      user: "ada",
      at: "2026-01-05T22:30:00Z",
      session: "s1",
      groups: ["acme"],
      properties: {
        $browser: "Chrome",
        plan: "pro",
        amount: 12.5,
        "a b": "x",
        deep: '{"k":{"n":3},"l":["p","q"]}',
      },
    },
    {
      event: "$pageview",
      user: "bob",
      at: "2026-01-06T10:00:00Z",
      session: "s2",
      properties: { $browser: "Safari" },
    },
    {
      event: "buy",
      user: "ada",
      at: "2026-01-06T11:00:00Z",
      session: "s1",
      properties: { amount: 7, vip: true },
    },
    { event: "buy", user: "anon", at: "2026-01-07T09:00:00Z", properties: { amount: "n/a" } },
  ]);
  await bed.events(2, [
    { event: "secret", user: "eve", at: "2026-01-06T10:00:00Z", properties: { plan: "theirs" } },
  ]);
  await bed.rows("persons", [
    personRow(1, "ada", { email: "old@x.io" }),
    personRow(1, "ada", { email: "ada@x.io", age: 36 }, 2),
    personRow(1, "bob", { email: "bob@x.io" }),
    { ...personRow(1, "gone", { email: "gone@x.io" }), is_deleted: 1 },
    personRow(2, "eve", { email: "eve@x.io" }),
  ]);
  await bed.rows("groups", [
    {
      environment_id: 1,
      group_type_index: 0,
      group_key: "acme",
      properties: '{"name":"Acme Inc"}',
      created_at: "2026-01-01 00:00:00.000",
      updated_at: "2026-01-01 00:00:00.000",
      is_deleted: 0,
      version: 1,
    },
  ]);
  await bed.rows("person_distinct_ids", [
    {
      environment_id: 1,
      distinct_key: keyOf("ada"),
      distinct_id: "ada",
      person_id: personId("ada"),
      person_key: keyOf("ada"),
      is_deleted: 0,
      version: 1,
    },
  ]);
  await bed.rows("person_overrides", [
    {
      environment_id: 1,
      distinct_key: keyOf("anon"),
      person_id: personId("ada"),
      person_key: keyOf("ada"),
      version: 1,
    },
  ]);
});
afterAll(() => bed?.close());

describe("queries on the engine", () => {
  it.each<[string, unknown[][], object?]>([...CASES])("%s", async (text, expected, context = {}) => {
    expect((await bed.query(text, context)).rows).toEqual(expected);
  });

  it.each([
    "select event from events WHER x",
    "select event from events e WHER",
    "select event from events AS e x y",
    "select '😀' from events join persons p WHER on 1",
  ])("refuses a table with two names: %s", async (text) => {
    await expect(bed.query(text)).rejects.toThrow(/misspelt keyword/);
  });

  it("adds one row to the default limit and cuts explicit ones", async () => {
    expect((await bed.query("select number from numbers(200)")).rows).toHaveLength(101);
    expect((await bed.query("select number from numbers(60000) limit 55000")).rows).toHaveLength(50_000);
  });
});
