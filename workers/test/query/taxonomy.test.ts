import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestEvent } from "./event-rows.ts";
import { type InsightRunner, startInsightRunner } from "./insight-runner.ts";

const at = (day: number): string => new Date(Date.UTC(2026, 0, day, 3)).toISOString();
const seen = (
  user: string,
  day: number,
  session: string,
  properties: JsonObject,
  event = "view",
): TestEvent => ({
  event,
  user,
  at: at(day),
  session,
  properties: { ...properties, $session_id: session },
});

let runner: InsightRunner;
beforeAll(async () => {
  runner = await startInsightRunner();
  await runner.insert(1, [
    seen("ann", 7, "s1", { plan: "pro", seats: 3, note: 'say "hi"', gone: null, empty: "" }),
    seen("ann", 7, "s2", { plan: "pro", seats: 4 }),
    seen("bob", 8, "s3", { plan: "free" }, "pay"),
  ]);
  await runner.insert(2, [seen("eve", 8, "s9", { secret: 1 })]);
  const group = (environment_id: number, key: string, plan: string) => ({
    environment_id,
    group_type_index: 0,
    group_key: key,
    properties: JSON.stringify({ plan }),
    created_at: "2026-01-01 00:00:00.000",
    updated_at: "2026-01-01 00:00:00.000",
    is_deleted: 0,
    version: "1",
  });
  const block = (environment_id: number, session_id: string, minute: number, rest: JsonObject = {}) => ({
    environment_id,
    session_id,
    window_id: "w",
    distinct_id: "ann",
    first_timestamp: `2026-01-07 03:${minute}:00.000`,
    last_timestamp: `2026-01-07 03:${minute + 1}:30.000`,
    object_key: "k",
    bytes: 1,
    event_count: 5,
    click_count: 2,
    keypress_count: 0,
    console_log_count: 0,
    console_warn_count: 0,
    console_error_count: 0,
    first_url: `https://a.test/${minute}`,
    retention_days: 3650,
    uuid: `00000000-0000-7000-8000-0000000000${minute}`,
    ...rest,
  });
  const put = async (table: string, rows: readonly object[]) => {
    const inserted = await runner.warehouse.insert(
      table,
      rows.map((row) => JSON.stringify(row)).join("\n"),
      table,
    );
    if (!inserted.ok) throw new Error(inserted.error.message);
  };
  await put("groups", [group(1, "acme", "pro"), group(1, "beta", "free"), group(2, "c", "secret")]);
  await put("recordings", [
    block(1, "s1", 10),
    block(1, "s1", 14, { console_error_count: 3 }),
    block(1, "s2", 20, { click_count: 9 }),
    block(1, "s3", 30, { distinct_id: "bob" }),
    block(2, "s9", 40),
  ]);
});
afterAll(() => runner?.close());

describe("taxonomy", () => {
  it.each<[string, JsonObject, JsonValue]>([
    [
      "an event's properties with their values",
      { kind: "EventTaxonomyQuery", event: "view", maxPropertyValues: 2 },
      [
        { property: "plan", sample_values: ["pro"], sample_count: 1 },
        { property: "$session_id", sample_values: ["s1", "s2"], sample_count: 2 },
        { property: "seats", sample_values: ["3", "4"], sample_count: 2 },
        { property: "note", sample_values: ['say "hi"'], sample_count: 1 },
      ],
    ],
    [
      "those asked for",
      { kind: "EventTaxonomyQuery", event: "pay", properties: ["plan", "nope"] },
      [{ property: "plan", sample_values: ["free"], sample_count: 1 }],
    ],
    [
      "groups' properties, in the order asked",
      { kind: "ActorsPropertyTaxonomyQuery", groupTypeIndex: 0, properties: ["nope", "plan"] },
      [
        { sample_values: [], sample_count: 0 },
        { sample_values: ["free", "pro"], sample_count: 2 },
      ],
    ],
    [
      "which events there are",
      { kind: "TeamTaxonomyQuery" },
      [
        { event: "view", count: 2 },
        { event: "pay", count: 1 },
      ],
    ],
  ])("tells %s", async (_, query, expected) => {
    const { results } = await runner.run(query);
    const sorted = (results as JsonObject[]).map((one) => ({
      ...one,
      ...(Array.isArray(one.sample_values) ? { sample_values: one.sample_values.toSorted() } : {}),
    }));
    const byName = (list: JsonObject[]) =>
      list.toSorted((a, b) => String(a.property).localeCompare(String(b.property)));
    expect(byName(sorted)).toEqual(byName(expected as JsonObject[]));
  });
});

describe("recordings", () => {
  const ask = async (rest: JsonObject) => await runner.run({ kind: "RecordingsQuery", ...rest });
  const ids = async (rest: JsonObject) => ((await ask(rest)).results as JsonObject[]).map(({ id }) => id);

  it("are their blocks together", async () => {
    const { results, has_next } = await ask({ session_recording_id: "s1" });
    expect([has_next, results]).toMatchObject([
      false,
      [
        {
          id: "s1",
          distinct_id: "ann",
          start_time: "2026-01-07T03:10:00Z",
          recording_duration: 330,
          click_count: 4,
          console_error_count: 3,
          start_url: "https://a.test/10",
        },
      ],
    ]);
  });

  it.each<[string, JsonObject, string[]]>([
    ["the newest first", {}, ["s3", "s2", "s1"]],
    ["in another order", { order: "click_count", order_direction: "ASC" }, ["s3", "s1", "s2"]],
    ["a page", { limit: 1, offset: 1 }, ["s2"]],
    ["of a time", { date_from: "2026-01-01", date_to: "2026-01-06" }, []],
    ["of somebody", { distinct_ids: ["bob"] }, ["s3"]],
    ["with an event", { events: [{ id: "pay" }] }, ["s3"]],
    [
      "with an event of that kind",
      { events: [{ id: "view", properties: [{ key: "seats", value: 4 }] }] },
      ["s2"],
    ],
    [
      "with either",
      { operand: "OR", events: [{ id: "pay" }], properties: [{ key: "seats", value: "3" }] },
      ["s3", "s1"],
    ],
    ["with both", { events: [{ id: "pay" }], properties: [{ key: "seats", value: "3" }] }, []],
    [
      "long ones",
      { having_predicates: [{ type: "recording", key: "duration", operator: "gt", value: 100 }] },
      ["s1"],
    ],
    ["with errors", { console_log_filters: [{ type: "log_entry", key: "level", value: ["error"] }] }, ["s1"]],
  ])("are listed: %s", async (_, rest, expected) => {
    expect(await ids(rest)).toEqual(expected);
  });

  it.each<[JsonObject, RegExp]>([
    [{ order: "surfacing_score" }, /order/],
    [{ having_predicates: [{ key: "active_seconds", operator: "gt", value: 1 }] }, /active_seconds/],
    [{ console_log_filters: [{ key: "message", value: "x" }] }, /level/],
  ])("say what can't be asked: %o", async (rest, message) => {
    await expect(ask(rest)).rejects.toThrow(message);
  });
});
