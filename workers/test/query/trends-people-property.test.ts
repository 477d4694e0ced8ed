import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  answer,
  asNode,
  FIRST_DAY,
  history,
  LAST_DAY,
  newProject,
  type Place,
  place,
  RUNS,
  wanted,
} from "./brute-force/history.ts";
import { peopleBehind } from "./brute-force/people.ts";
import type { TestEvent } from "./event-rows.ts";
import { type InsightRunner, startInsightRunner } from "./insight-runner.ts";

let runner: InsightRunner;
beforeAll(async () => {
  runner = await startInsightRunner();
});
afterAll(() => runner?.close());

/** Maths whose number is one of people; `total` counts their events. */
const MATHS = [
  "total",
  "dau",
  "weekly_active",
  "monthly_active",
  "first_time_for_user",
  "first_matching_event_for_user",
] as const;

const asked = fc.record({
  wanted,
  math: fc.constantFrom(...MATHS),
  interval: fc.constantFrom("day", "week", "month"),
  display: fc.constantFrom("ActionsLineGraph", "ActionsLineGraphCumulative", "ActionsTable"),
  compare: fc.boolean(),
  breakdown: fc.option(fc.constantFrom("plan", "amount"), { nil: undefined }),
  item: fc.nat(20),
  bucket: fc.nat(30),
});

type Asked = typeof asked extends fc.Arbitrary<infer A> ? A : never;

/** Numbers that are no count of people: running sums of numbers of people. */
const addedUp = ({ math, display }: Asked) =>
  display === "ActionsLineGraphCumulative" && /^(weekly|monthly)/.test(math);

interface Item {
  readonly data: readonly number[];
  readonly days: readonly string[];
  readonly aggregated_value?: number;
  readonly breakdown_value?: JsonValue;
  readonly compare_label?: string;
}

/** Somebody active before the current period alone: their value is «other» there, though the window reaches it. */
const ONLY_BEFORE: [TestEvent[], Asked, Place] = [
  [{ event: "a", user: "u1", at: "2026-02-20T00:00:00.000Z", properties: { plan: "free", amount: 0 } }],
  {
    wanted: { name: null, plan: undefined },
    math: "monthly_active",
    interval: "month",
    display: "ActionsLineGraph",
    compare: true,
    breakdown: "plan",
    item: 0,
    bucket: 0,
  },
  { zone: "UTC", weekStart: 0 },
];

it("the people behind a point of a trend add up to its number", async () => {
  const property = fc.asyncProperty(history(), asked, place, async (events, asked, where: Place) => {
    const query: JsonObject = {
      kind: "TrendsQuery",
      dateRange: { date_from: FIRST_DAY, date_to: LAST_DAY },
      interval: asked.interval,
      series: [{ ...asNode(asked.wanted), math: asked.math }],
      trendsFilter: { display: asked.display },
      ...(asked.compare ? { compareFilter: { compare: true } } : {}),
      ...(asked.breakdown ? { breakdownFilter: { breakdown: asked.breakdown, breakdown_limit: 3 } } : {}),
    };
    const environmentId = await newProject(runner, events);
    const items = (await answer(runner, environmentId, query, where)) as unknown as readonly Item[];
    const item = items[asked.item % Math.max(1, items.length)];
    if (!item || addedUp(asked)) return;
    const total = asked.display === "ActionsTable";
    const bucket = total ? 0 : asked.bucket % item.data.length;
    const shown = total ? item.aggregated_value : item.data[bucket];
    const source: JsonObject = {
      kind: "InsightActorsQuery",
      source: query,
      ...(total ? {} : { day: item.days[bucket] ?? "" }),
      ...(item.breakdown_value === undefined ? {} : { breakdown: item.breakdown_value }),
      ...(item.compare_label ? { compare: item.compare_label } : {}),
    };
    const people = await peopleBehind(runner, environmentId, source, where, ["event_count"]);
    const counted =
      asked.math === "total" ? people.reduce((sum, [, count]) => sum + Number(count), 0) : people.length;
    expect(counted).toBe(shown);
  });
  await fc.assert(property, { ...RUNS, examples: [ONLY_BEFORE] });
});
