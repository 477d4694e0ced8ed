import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { answer, history, newProject, place, RUNS } from "./brute-force/history.ts";
import { type Interval, type Range, seriesData } from "./brute-force/trends.ts";
import type { TestEvent } from "./event-rows.ts";
import { type InsightRunner, startInsightRunner } from "./insight-runner.ts";

let runner: InsightRunner;
beforeAll(async () => {
  runner = await startInsightRunner();
});
afterAll(() => runner?.close());

/** From February to October: the clocks of Paris go back on the 25th, those of New York on 1 November. */
const LATER_MS = 231 * 86_400_000;
const RANGES: Readonly<Record<Interval, readonly Range[]>> = {
  hour: [
    { first: "2026-10-24", last: "2026-10-25" },
    { first: "2026-11-01", last: "2026-11-01" },
  ],
  day: [{ first: "2026-10-20", last: "2026-11-03" }],
  week: [{ first: "2026-10-20", last: "2026-11-15" }],
  month: [{ first: "2026-10-20", last: "2026-11-15" }],
};

/** Many events around the hours that come twice. */
const events = history({ span: 60 * 24 * 45, step: 30 }).map((all) =>
  all.map((event): TestEvent => ({ ...event, at: new Date(Date.parse(event.at) + LATER_MS).toISOString() })),
);
const view = fc.constantFrom<Interval>("hour", "hour", "day", "week", "month").chain((interval) =>
  fc.record({
    interval: fc.constant(interval),
    range: fc.constantFrom(...RANGES[interval]),
    place,
    display: fc.constantFrom("series" as const, "cumulative" as const, "total" as const),
  }),
);
const DISPLAYS = {
  series: "ActionsLineGraph",
  cumulative: "ActionsLineGraphCumulative",
  total: "BoldNumber",
};

it("hours that come twice are two buckets, and days of 25 hours are whole", async () => {
  const property = fc.asyncProperty(
    events,
    view,
    fc.constantFrom("total", "dau", "weekly_active"),
    async (all, asked, math) => {
      fc.pre(math !== "weekly_active" || asked.display === "series");
      const query = {
        kind: "TrendsQuery",
        interval: asked.interval,
        dateRange: { date_from: asked.range.first, date_to: asked.range.last },
        series: [{ kind: "EventsNode", event: "a", math }],
        trendsFilter: { display: DISPLAYS[asked.display] },
      };
      const project = await newProject(runner, all);
      const [item] = await answer(runner, project, query, asked.place, "2026-11-30T12:00:00Z");
      const got = asked.display === "total" ? [item?.aggregated_value] : item?.data;
      const expected = seriesData(
        all,
        { math, about: ({ event }) => event === "a", meets: () => true },
        asked,
      );
      expect(got).toEqual(expected);
    },
  );
  await fc.assert(property, RUNS);
});
