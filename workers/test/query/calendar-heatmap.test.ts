import type { JsonObject } from "@edgewise/core/events/types.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type InsightRunner, startInsightRunner } from "./insight-runner.ts";

let runner: InsightRunner;
beforeAll(async () => {
  runner = await startInsightRunner();
  const event = (user: string, at: string) => ({ event: "used", user, at });
  await runner.insert(1, [
    event("ann", "2026-01-04T23:30:00.000Z"),
    event("ann", "2026-01-05T09:00:00.000Z"),
    event("ann", "2026-01-05T09:59:00.000Z"),
    event("bob", "2026-01-05T09:30:00.000Z"),
    event("bob", "2026-01-06T09:30:00.000Z"),
    event("old", "2025-01-06T09:30:00.000Z"),
  ]);
});
afterAll(() => runner?.close());

const ask = (node: JsonObject, timezone = "UTC") =>
  runner.run(
    { kind: "CalendarHeatmapQuery", series: [{ kind: "EventsNode", event: "used", ...node }] },
    { timezone },
  );

it("counts events by weekday and hour, with totals", async () => {
  expect(await ask({})).toMatchObject({
    results: {
      data: [
        { row: 0, column: 23, value: 1 },
        { row: 1, column: 9, value: 3 },
        { row: 2, column: 9, value: 1 },
      ],
      rowAggregations: [
        { row: 0, value: 1 },
        { row: 1, value: 3 },
        { row: 2, value: 1 },
      ],
      columnAggregations: [
        { column: 9, value: 4 },
        { column: 23, value: 1 },
      ],
      allAggregations: 5,
    },
  });
});

it("counts each person once in a cell and in each total", async () => {
  const { results } = await ask({ math: "dau" });
  expect(results).toMatchObject({
    data: [{ value: 1 }, { value: 2 }, { value: 1 }],
    columnAggregations: [{ column: 9, value: 2 }, { column: 23 }],
    allAggregations: 2,
  });
});

it("uses the project's hours", async () => {
  const { results } = await ask({}, "Asia/Kolkata");
  expect(results).toMatchObject({ data: [{ row: 1, column: 5, value: 1 }, { row: 1, column: 14 }, {}, {}] });
});

it("has nothing to show without events", async () => {
  const { results } = await ask({ event: "never" });
  expect(results).toEqual({ data: [], rowAggregations: [], columnAggregations: [], allAggregations: 0 });
});

it("refuses other maths", async () => {
  await expect(ask({ math: "weekly_active" })).rejects.toThrow('use "total" or "dau"');
});
