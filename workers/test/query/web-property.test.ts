import type { JsonObject } from "@edgewise/core/events/types.ts";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { newProject, RUNS } from "./brute-force/history.ts";
import { overview, pages, visitsOf } from "./brute-force/web.ts";
import type { TestEvent } from "./event-rows.ts";
import { type InsightRunner, startInsightRunner } from "./insight-runner.ts";

let runner: InsightRunner;
beforeAll(async () => {
  runner = await startInsightRunner();
});
afterAll(() => runner?.close());

const FROM = Date.UTC(2026, 0, 5);
const event = fc.record({
  /** A session has one person: the first letter. */
  session: fc.constantFrom("a1", "a2", "b1", "b2", "c1", ""),
  name: fc.constantFrom("$pageview", "$pageview", "$pageview", "$autocapture", "other"),
  /** Ten days around the range, dense around its edges. */
  at: fc.oneof(
    fc.nat(10 * 86_400),
    fc.nat(30).map((second) => 3 * 86_400 - 15 + second),
  ),
  path: fc.constantFrom("/", "/a", "/b"),
});

const historyOf = fc.uniqueArray(event, { maxLength: 30, selector: ({ at }) => at }).map((drawn) =>
  drawn.map(
    ({ session, name, at, path }): TestEvent => ({
      event: name,
      user: session.slice(0, 1) || "nobody",
      session,
      at: new Date(FROM - 3 * 86_400_000 + at * 1000).toISOString(),
      properties: { $pathname: path },
    }),
  ),
);

it("visits and pages are what plain loops over the events say, in both periods", async () => {
  const property = fc.asyncProperty(historyOf, async (events) => {
    const environmentId = await newProject(runner, events);
    const shared = {
      dateRange: { date_from: "2026-01-05", date_to: "2026-01-07" },
      compareFilter: { compare: true },
    };
    const ask = async (query: JsonObject) =>
      (await runner.run({ ...shared, ...query }, { environmentId })).results;
    const end = FROM + 3 * 86_400_000 - 1;
    const [now, before] = [visitsOf(events, FROM, end), visitsOf(events, FROM - 3 * 86_400_000, FROM - 1)];

    const items = (await ask({ kind: "WebOverviewQuery" })) as { value: number; previous: number }[];
    const close = (values: readonly (number | null)[]) =>
      values.map((value) => (value === null ? null : expect.closeTo(value, 6)));
    expect(items.map(({ value }) => value)).toEqual(close(overview(now)));
    expect(items.map(({ previous }) => previous)).toEqual(close(overview(before)));

    const query = { kind: "WebStatsTableQuery", breakdownBy: "Page", includeBounceRate: true };
    const rows = (await ask(query)) as [string, ...[number, number][]][];
    const of = (period: 0 | 1) =>
      rows.flatMap(([path, ...pairs]) =>
        pairs[1]?.[period] ? [[path, ...pairs.map((pair) => pair[period])]] : [],
      );
    expect(of(0).sort()).toEqual(pages(now).sort());
    expect(of(1).sort()).toEqual(pages(before).sort());
  });
  await fc.assert(property, RUNS);
});
