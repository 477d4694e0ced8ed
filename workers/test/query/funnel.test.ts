import type { JsonObject } from "@edgewise/core/events/types.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type InsightRunner, startInsightRunner } from "./insight-runner.ts";
import { runCase, sharedCases } from "./shared-cases.ts";

let runner: InsightRunner;
beforeAll(async () => {
  runner = await startInsightRunner();
});
afterAll(() => runner?.close());

/** Who is in a step is asked for with another query. */
function withoutPersons<T>(value: T): T {
  return JSON.parse(JSON.stringify(value, (key, item) => (key === "persons" ? undefined : item))) as T;
}

describe("reference cases on the engine", () => {
  const cases = sharedCases(/^funnel-.*\.json$/).map(
    ([name, one], index) => [name, one, index + 100] as const,
  );

  it.each(cases)("%s", async (_, one, environmentId) => {
    const got = await runCase(runner, one, environmentId);
    expect(withoutPersons(got)).toEqual(withoutPersons(one.expected));
  });
});

const at = (event: string, user: string, time: string) => ({
  event,
  user,
  session: `${user}-${time.slice(0, 2)}`,
  groups: [user < "c" ? "acme" : ""],
  at: `2026-01-${time}:00.000Z`,
});

describe("other views", () => {
  const ENVIRONMENT = 90;
  const ask = async (query: JsonObject) =>
    (
      await runner.run(
        {
          kind: "FunnelsQuery",
          dateRange: { date_from: "2026-01-05", date_to: "2026-01-07" },
          series: ["in", "mid", "out"].map((event) => ({ kind: "EventsNode", event })),
          ...query,
        },
        { environmentId: ENVIRONMENT },
      )
    ).results;

  beforeAll(() =>
    runner.insert(ENVIRONMENT, [
      at("in", "ann", "05T10:00"),
      at("mid", "ann", "05T10:05"),
      at("out", "ann", "05T10:10"),
      at("in", "bob", "05T10:00"),
      at("mid", "bob", "06T10:00"),
      at("in", "bob", "07T10:00"),
      at("mid", "bob", "07T10:01"),
      at("out", "bob", "07T10:02"),
      at("in", "cat", "06T10:00"),
    ]),
  );

  it("time to convert", async () => {
    const filter = { funnelVizType: "time_to_convert", funnelWindowInterval: 1 };
    expect(await ask({ funnelsFilter: { ...filter, binCount: 2 } })).toEqual({
      bins: [
        [120, 1],
        [360, 0],
        [600, 1],
      ],
      average_conversion_time: 360,
      median_conversion_time: 360,
    });
    expect(await ask({ funnelsFilter: { ...filter, funnelFromStep: 1, funnelToStep: 2 } })).toMatchObject({
      bins: [
        [60, 1],
        [180, 0],
        [300, 1],
      ],
    });
    expect(
      await ask({ funnelsFilter: filter, dateRange: { date_from: "2026-01-01", date_to: "2026-01-02" } }),
    ).toEqual({ bins: [], average_conversion_time: null, median_conversion_time: null });
  });

  it("trend of the days on which attempts started", async () => {
    const filter = { funnelVizType: "trends", funnelWindowInterval: 1 };
    expect(await ask({ funnelsFilter: filter })).toEqual([
      {
        count: 3,
        data: [50, 0, 100],
        days: ["2026-01-05", "2026-01-06", "2026-01-07"],
        labels: ["5-Jan-2026", "6-Jan-2026", "7-Jan-2026"],
      },
    ]);
    expect(await ask({ funnelsFilter: { ...filter, funnelToStep: 1 } })).toMatchObject([
      { data: [100, 0, 100] },
    ]);
  });

  it.each<[string, JsonObject, number[]]>([
    ["persons", {}, [3, 2, 2]],
    ["sessions", { funnelsFilter: { funnelAggregateByHogQL: "properties.$session_id" } }, [4, 2, 2]],
    ["groups", { aggregation_group_type_index: 0 }, [1, 1, 1]],
    ["a window that ends", { funnelsFilter: { funnelWindowIntervalUnit: "minute" } }, [3, 2, 2]],
    [
      "a range of five years and many steps, too long for one number an event",
      {
        dateRange: { date_from: "2021-01-05", date_to: "2026-01-07" },
        series: [..."in mid out".split(" "), ...Array(10).fill("x")].map((event) => ({
          kind: "EventsNode",
          event,
        })),
      },
      [3, 2, 2, ...Array(10).fill(0)],
    ],
  ])("by %s", async (_, query, expected) => {
    const steps = (await ask(query)) as { count: number }[];
    expect(steps.map(({ count }) => count)).toEqual(expected);
  });
});

describe("the persons of a step", () => {
  const persons = (funnelStep: number) =>
    runner.run(
      {
        kind: "ActorsQuery",
        select: ["actor"],
        limit: 1,
        source: {
          kind: "FunnelsActorsQuery",
          funnelStep,
          source: {
            kind: "FunnelsQuery",
            dateRange: { date_from: "2026-01-05", date_to: "2026-01-07" },
            series: ["in", "mid", "out"].map((event) => ({ kind: "EventsNode", event })),
          },
        },
      },
      { environmentId: 90 },
    );

  it.each([
    [1, true, 1],
    [3, true, 1],
    [-2, false, 1],
    [-3, false, 0],
  ])("step %i", async (step, hasMore, found) => {
    const { results, ...rest } = await persons(step);
    expect(rest).toMatchObject({ hasMore, limit: 1, offset: 0, missing_actors_count: found });
    expect(results).toHaveLength(found);
  });

  it.each([0, -1, 4])("step %i does not exist", async (step) => {
    await expect(persons(step)).rejects.toThrow("funnelStep must be 1 to 3");
  });
});
