import type { JsonObject } from "@edgewise/core/events/types.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Item, series, startTrendsBed, type TrendsBed, view } from "./trends-bed.ts";

let bed: TrendsBed;
beforeAll(async () => {
  bed = await startTrendsBed();
});
afterAll(() => bed?.runner.close());

const trends: TrendsBed["trends"] = (query, context) => bed.trends(query, context);

describe("breakdowns", () => {
  const breakdown = { breakdownFilter: { breakdown: "$browser" } };
  const values = ({ items }: { items: Item[] }) =>
    items.map(({ breakdown_value, data }) => [breakdown_value, data]);

  it("sorts by total, then by value, and labels with the value", async () => {
    const answer = await trends(breakdown);
    expect(values(answer)).toEqual([
      ["Chrome", [2, 0, 1]],
      ["Firefox", [1, 0, 0]],
      ["Safari", [0, 0, 1]],
    ]);
    expect(answer.items.map(({ label }) => label)).toEqual(["Chrome", "Firefox", "Safari"]);
    expect(answer.hasMore).toBe(false);
  });

  it("keeps null last and folds the rest exactly, also for uniques", async () => {
    const limited = { breakdownFilter: { breakdown: "$browser", breakdown_limit: 1 } };
    const other = "$$_posthog_breakdown_other_$$";
    expect(values(await trends({ ...limited, series: [series({ math: "dau" })] }))).toEqual([
      ["Chrome", [1, 0, 1]],
      [other, [1, 0, 1]],
    ]);
    expect((await trends(limited)).hasMore).toBe(true);
    expect(values(await trends({ breakdownFilter: { breakdown: "plan" } }))).toEqual([
      ["free", [2, 0, 0]],
      ["pro", [0, 0, 1]],
      ["$$_posthog_breakdown_null_$$", [1, 0, 1]],
    ]);
  });

  it.each<[string, JsonObject, unknown[]]>([
    [
      "dau",
      { math: "dau" },
      [
        ["free", [1, 0, 0]],
        ["$$_posthog_breakdown_null_$$", [1, 0, 1]],
        ["$$_posthog_breakdown_other_$$", [0, 0, 1]],
      ],
    ],
  ])("asks again for the rest of %s, null kept", async (_, extra, expected) => {
    const limited = { breakdownFilter: { breakdown: "plan", breakdown_limit: 1 }, series: [series(extra)] };
    expect(values(await trends(limited))).toEqual(expected);
  });

  it.each(["total", "dau"])("keeps the greatest by their own totals of a running %s too", async (math) => {
    const run = (user: string, at: string, plan: string) => ({
      ...view(user, at, { properties: { plan } }),
      event: `run ${math}`,
    });
    await bed.runner.insert(5, [
      run("u1", "2026-01-06T01:00:00.000Z", "early"),
      run("u2", "2026-01-08T01:00:00.000Z", "late"),
      run("u3", "2026-01-08T01:00:00.000Z", "late"),
    ]);
    const query = {
      series: [{ kind: "EventsNode", event: `run ${math}`, math }],
      breakdownFilter: { breakdown: "plan", breakdown_limit: 1 },
      trendsFilter: { display: "ActionsLineGraphCumulative" },
    };
    expect(values(await trends(query, { environmentId: 5 }))).toEqual([
      ["late", [0, 0, 2]],
      ["$$_posthog_breakdown_other_$$", [1, 1, 1]],
    ]);
  });

  it("asks again for the rest of formulas and of the period before", async () => {
    const many = Array.from({ length: 503 }, (_, index) => ({
      ...view(`u${index % 3}`, "2026-01-08T01:00:00.000Z", { properties: { n: `v${index}` } }),
      event: "many",
    }));
    await bed.runner.insert(4, [
      ...many,
      ...many.map((event) => ({ ...event, at: "2026-01-07T01:00:00.000Z" })),
    ]);
    const query = {
      series: [{ kind: "EventsNode", event: "many", math: "dau" }],
      breakdownFilter: { breakdown: "n", breakdown_limit: 2 },
      dateRange: { date_from: "dStart" },
      compareFilter: { compare: true },
    };
    const { items, hasMore } = await trends(query, { environmentId: 4 });
    expect(
      items.map(({ compare_label, breakdown_value, data }) => [compare_label, breakdown_value, data]),
    ).toEqual([
      ["current", "v0", [1]],
      ["current", "v1", [1]],
      ["current", "$$_posthog_breakdown_other_$$", [3]],
      ["previous", "v0", [1]],
      ["previous", "v1", [1]],
      ["previous", "$$_posthog_breakdown_other_$$", [3]],
    ]);
    expect(hasMore).toBe(true);
    expect(
      (await trends({ ...query, trendsFilter: { formula: "A*2" } }, { environmentId: 4 })).items[0],
    ).toMatchObject({
      breakdown_value: "v0",
      data: [2],
    });
  });

  it.each([
    "dau",
    "weekly_active",
    "avg",
    "p90",
    "median_count_per_actor",
    "first_time_for_user",
    "unique_session",
  ])("of %s adds up to what it is without", async (math) => {
    const one = { breakdown: "event", breakdown_type: "event_metadata" };
    for (const display of ["ActionsLineGraph", "BoldNumber", "ActionsLineGraphCumulative"]) {
      const trendsFilter = { display };
      const query = { series: [series({ math, math_property: "amount" })], trendsFilter };
      const { items: plain } = await trends(query);
      const { items: broken } = await trends({ ...query, breakdownFilter: one });
      expect(broken.map(({ data, aggregated_value }) => [data, aggregated_value])).toEqual(
        plain.map(({ data, aggregated_value }) => [data, aggregated_value]),
      );
    }
  });

  it("by several properties yields lists", async () => {
    const several = {
      breakdownFilter: { breakdowns: [{ property: "$browser" }, { property: "plan" }], breakdown_limit: 1 },
    };
    expect(values(await trends(several))).toEqual([
      [
        ["Chrome", "free"],
        [2, 0, 0],
      ],
      [
        ["$$_posthog_breakdown_other_$$", "$$_posthog_breakdown_other_$$"],
        [1, 0, 2],
      ],
    ]);
  });

  it("names the event when there are several series", async () => {
    const two = [series(), { kind: "EventsNode", event: "signup" }];
    const { items } = await trends({ ...breakdown, series: two });
    expect(items.map(({ label }) => label)).toEqual([
      "$pageview - Chrome",
      "$pageview - Firefox",
      "$pageview - Safari",
      "signup - $$_posthog_breakdown_null_$$",
    ]);
  });
});

describe("formulas and comparison", () => {
  const two = { series: [series(), { kind: "EventsNode", event: "signup" }] };

  it("evaluates per bucket", async () => {
    const { items } = await trends({ ...two, trendsFilter: { formula: "A/B" } });
    expect(items).toMatchObject([{ data: [0, 0, 2], count: 2, label: "Formula (A/B)", action: null }]);
  });

  it("takes named formulas before the single one, and total values", async () => {
    const trendsFilter: JsonObject = {
      formula: "A",
      formulaNodes: [{ formula: "A+B", custom_name: "Both" }, { formula: "A-B" }],
      display: "BoldNumber",
    };
    const { items } = await trends({ ...two, trendsFilter });
    expect(items).toMatchObject([
      { label: "Both", aggregated_value: 7, data: null, order: 0 },
      { label: "Formula (A-B)", aggregated_value: 3, order: 1 },
    ]);
  });

  it("reads a breakdown value that one series lacks as 0", async () => {
    const { items } = await trends({
      ...two,
      trendsFilter: { formula: "A+B" },
      breakdownFilter: { breakdown: "$browser" },
    });
    expect(items.map(({ breakdown_value, count }) => [breakdown_value, count])).toEqual([
      ["Chrome", 3],
      ["Firefox", 1],
      ["Safari", 1],
      ["$$_posthog_breakdown_null_$$", 2],
    ]);
  });

  it("shows the current series, then those before", async () => {
    const { items } = await trends({
      dateRange: { date_from: "2026-01-07", date_to: "2026-01-08" },
      compareFilter: { compare: true },
    });
    expect(items.map(({ compare_label, data, days }) => [compare_label, data, days])).toEqual([
      ["current", [0, 2], ["2026-01-07", "2026-01-08"]],
      ["previous", [0, 3], ["2026-01-05", "2026-01-06"]],
    ]);
  });
});
