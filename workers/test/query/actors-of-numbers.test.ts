import type { JsonObject } from "@edgewise/core/events/types.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ActorsBed, behind, COHORTS, startActorsBed, trends } from "./actors-bed.ts";
import { keyOf } from "./event-rows.ts";

let bed: ActorsBed;
beforeAll(async () => {
  bed = await startActorsBed();
});
afterAll(() => bed?.runner.close());
const rowsOf = (query: JsonObject) => bed.rowsOf(query);
const byBrowser = { breakdownFilter: { breakdown: "$browser", breakdown_type: "event" } };

describe("who is behind a trend", () => {
  const people = async (source: JsonObject, rest: JsonObject) =>
    (await rowsOf({ ...behind(source, rest), select: ["id", "event_count"] })).map((row) => row.join(" "));

  it.each<[string, JsonObject, JsonObject, string[]]>([
    ["events of a day", trends(), { day: "2026-01-05" }, ["ann 2", "bob 1"]],
    ["of the whole range", trends(), {}, ["ann 3", "bob 2", "cat 1", "dan 1"]],
    ["users of a day", trends({ math: "dau" }), { day: "2026-01-06" }, ["bob 1", "cat 1"]],
    ["an hour", trends({}, { interval: "hour" }), { day: "2026-01-05 04:00:00" }, ["bob 1"]],
    ["a week", trends({}, { interval: "week" }), { day: "2026-01-04" }, ["ann 3", "bob 2", "cat 1", "dan 1"]],
    [
      "active in the 7 days before",
      trends({ math: "weekly_active" }),
      { day: "2026-01-06" },
      ["ann 2", "bob 2", "cat 1"],
    ],
    [
      "so far",
      trends({ math: "dau" }, { trendsFilter: { display: "ActionsLineGraphCumulative" } }),
      { day: "2026-01-06" },
      ["ann 2", "bob 2", "cat 1"],
    ],
    ["first time", trends({ math: "first_time_for_user" }), { day: "2026-01-06" }, ["cat 1"]],
    [
      "first matching",
      trends({ math: "first_matching_event_for_user", properties: [{ key: "$browser", value: "Opera" }] }),
      { day: "2026-01-06" },
      ["bob 1"],
    ],
    [
      "first time, of another browser",
      trends({ math: "first_time_for_user", properties: [{ key: "$browser", value: "Opera" }] }),
      { day: "2026-01-06" },
      [],
    ],
    [
      "a sum counts events with a number",
      trends({ math: "sum", math_property: "amount" }),
      { day: "2026-01-06" },
      ["bob 1"],
    ],
    ["sessions count events with one", trends({ math: "unique_session" }), { day: "2026-01-06" }, ["cat 1"]],
    ["groups", trends({ math: "unique_group", math_group_type_index: 0 }), { day: "2026-01-05" }, ["acme 3"]],
    ["a query about groups", trends({}, { aggregation_group_type_index: 0 }), {}, ["acme 3", "beta 1"]],
    ["a browser", trends({}, byBrowser), { day: "2026-01-05", breakdown: "Chrome" }, ["ann 1", "bob 1"]],
    ["no browser", trends({}, byBrowser), { breakdown: "$$_posthog_breakdown_null_$$" }, ["cat 1"]],
    [
      "other browsers",
      trends({}, { breakdownFilter: { ...byBrowser.breakdownFilter, breakdown_limit: 2 } }),
      { breakdown: "$$_posthog_breakdown_other_$$" },
      ["bob 1", "ann 1"].sort((a, b) => (keyOf(a.slice(0, 3)) < keyOf(b.slice(0, 3)) ? -1 : 1)),
    ],
    [
      "two breakdowns",
      trends({}, { breakdownFilter: { breakdowns: [{ property: "$browser" }, { property: "amount" }] } }),
      { breakdown: ["Opera", "5"] },
      ["bob 1"],
    ],
    [
      "a period before",
      trends(
        {},
        { dateRange: { date_from: "2026-01-07", date_to: "2026-01-08" }, compareFilter: { compare: true } },
      ),
      { day: "2026-01-05", compare: "previous" },
      ["ann 2", "bob 1"],
    ],
    [
      "a period before, by the day of now",
      trends(
        {},
        { dateRange: { date_from: "2026-01-07", date_to: "2026-01-08" }, compareFilter: { compare: true } },
      ),
      { day: "2026-01-08", compare: "previous" },
      ["bob 1", "cat 1"],
    ],
  ])("%s", async (_, source, rest, expected) => {
    const got = await people(source, rest);
    expect(got.toSorted()).toEqual(expected.toSorted());
  });

  it("is most events first", async () => {
    expect(await people(trends(), {})).toEqual(["ann 3", "bob 2", ...(await people(trends(), {})).slice(2)]);
  });

  it("names the distinct IDs of the events when asked", async () => {
    const query = { ...behind(trends(), { day: "2026-01-05" }), select: ["event_distinct_ids"] };
    expect(await rowsOf(query)).toEqual([[["ann"]], [["bob"]]]);
  });
});

describe("who came back", () => {
  it("has a column for each of the table's", async () => {
    const retention = {
      kind: "RetentionQuery",
      dateRange: { date_to: "2026-01-07" },
      retentionFilter: { totalIntervals: 3 },
    };
    const select = ["id", "day_0", "day_1", "day_2", "appearances"];
    const query = {
      ...behind(retention, { interval: 0 }),
      select,
      orderBy: ["length(appearances) DESC", "day_1", "actor_id"],
    };
    expect(await rowsOf(query)).toEqual([
      ["ann", 1, 0, 1, [0, 2]],
      ["bob", 1, 1, 0, [0, 1]],
    ]);
  });
});

describe("cohorts of a breakdown", () => {
  const breakdownFilter = { breakdown_type: "cohort", breakdown: [7, 8] };
  const dateRange = { date_from: "2026-01-05", date_to: "2026-01-07" };
  const retention = (filter: JsonObject): JsonObject => ({
    kind: "RetentionQuery",
    dateRange,
    breakdownFilter,
    retentionFilter: { totalIntervals: 3, ...filter },
  });

  it.each<[string, JsonObject]>([
    ["recurring", {}],
    ["first time", { retentionType: "retention_first_time" }],
    ["by the clock of each", { timeWindowMode: "24_hour_windows" }],
  ])("of retention, %s", async (_, filter) => {
    const { results } = await bed.runner.run(retention(filter), { parser: bed.parser, cohorts: COHORTS });
    const first = (results as JsonObject[]).filter(({ label }) => label === "Day 0");
    expect(
      first.map(({ breakdown_value, values }) => [breakdown_value, (values as JsonObject[])[0]?.count]),
    ).toEqual([
      ["7", 2],
      ["8", 1],
    ]);
    const people = { ...behind(retention(filter), { interval: 0, breakdown: 7 }), select: ["id"] };
    expect((await rowsOf(people)).toSorted()).toEqual([["ann"], ["bob"]]);
    expect(
      await rowsOf({ ...behind(retention(filter), { interval: 0, breakdown: "8" }), select: ["id"] }),
    ).toEqual([["ann"]]);
  });

  it.each<[number | string, string[]]>([
    [7, ["ann", "bob"]],
    [8, ["ann"]],
    ["all", ["ann", "bob", "cat", "dan"]],
  ])("of a trend: %s", async (breakdown, expected) => {
    const source = trends({}, { breakdownFilter: { breakdown_type: "cohort", breakdown: [7, 8, "all"] } });
    const rows = await rowsOf({ ...behind(source, { breakdown }), select: ["id"] });
    expect(rows.flat().toSorted()).toEqual(expected);
  });
});
