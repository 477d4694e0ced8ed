import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import type { InsightContext } from "@edgewise/core/insights/query-kind.ts";
import type { TestEvent } from "./event-rows.ts";
import { type InsightRunner, startInsightRunner } from "./insight-runner.ts";

/** A page view. */
export const view = (user: string, at: string, rest: Partial<TestEvent> = {}): TestEvent => ({
  event: "$pageview",
  user,
  at,
  ...rest,
});

/** Two weeks before 8 January 2026. */
const EVENTS: readonly TestEvent[] = [
  view("ann", "2025-12-20T12:00:00.000Z", { session: "s0", properties: { amount: 5, $browser: "Chrome" } }),
  view("ann", "2026-01-06T10:00:00.000Z", {
    session: "s1",
    groups: ["acme"],
    properties: { amount: 1, $browser: "Chrome", plan: "free" },
  }),
  view("ann", "2026-01-06T10:05:00.000Z", {
    session: "s1",
    groups: ["acme"],
    properties: { amount: 2.5, $browser: "Chrome", plan: "free" },
  }),
  view("bob", "2026-01-06T23:30:00.000Z", {
    session: "s2",
    groups: ["acme"],
    properties: { amount: 4, $browser: "Firefox" },
  }),
  view("bob", "2026-01-08T00:30:00.000Z", {
    session: "s3",
    groups: ["beta"],
    properties: { amount: "none", $browser: "Chrome", plan: "pro" },
  }),
  view("cat", "2026-01-08T09:00:00.000Z", { properties: { amount: 10, $browser: "Safari" } }),
  { event: "signup", user: "cat", at: "2026-01-08T09:01:00.000Z", properties: { amount: 3 } },
  { event: "signup", user: "ann", at: "2026-01-07T09:01:00.000Z" },
];

export interface Item {
  readonly label: string;
  readonly data: number[] | null;
  readonly count: number;
  readonly days: string[];
  readonly breakdown_value?: JsonValue;
  readonly compare_label?: string;
  readonly aggregated_value?: number;
}

/** A real engine with the events above, and trends of their last three days. */
export interface TrendsBed {
  readonly runner: InsightRunner;
  trends(
    query: JsonObject,
    context?: Partial<InsightContext>,
  ): Promise<{ readonly items: Item[]; readonly hasMore: boolean }>;
}

export async function startTrendsBed(): Promise<TrendsBed> {
  const runner = await startInsightRunner();
  await runner.insert(1, EVENTS);
  await runner.insert(2, [view("stranger", "2026-01-07T12:00:00.000Z", { properties: { amount: 1000 } })]);
  return {
    runner,
    async trends(query, context = {}) {
      const base = { kind: "TrendsQuery", dateRange: { date_from: "-2d" }, series: [series()] };
      const answer = await runner.run({ ...base, ...query }, context);
      return { items: answer.results as unknown as Item[], hasMore: answer.hasMore === true };
    },
  };
}

export const series = (extra: JsonObject = {}): JsonObject => ({
  kind: "EventsNode",
  event: "$pageview",
  ...extra,
});
