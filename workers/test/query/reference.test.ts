import type { JsonObject } from "@edgewise/core/events/types.ts";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestEvent } from "./event-rows.ts";
import { type InsightRunner, startInsightRunner } from "./insight-runner.ts";
import {
  lifecycleCounts,
  pathLinks,
  retentionTable,
  stickinessBins,
  type Unit,
  unitOf,
} from "./reference.ts";

let runner: InsightRunner;
beforeAll(async () => {
  runner = await startInsightRunner();
});
afterAll(() => runner?.close());

const RUNS = { numRuns: 30, interruptAfterTimeLimit: 30_000 };
/** Clocks of New York and Paris change in these weeks. */
const FIRST_DAY = "2026-03-03";
const LAST_DAY = "2026-03-31";
const FROM = Date.parse("2026-02-20T00:00:00Z");

const name = fc.constantFrom("a", "b");
const event = fc.option(name, { nil: null });
const place = fc.record({
  zone: fc.constantFrom("UTC", "America/New_York", "Europe/Paris", "Asia/Kolkata"),
  weekStart: fc.constantFrom<0 | 1>(0, 1),
});
const unit = fc.constantFrom<Unit>("day", "week", "month");
const longHistory = history(60 * 24 * 45, 1);

/** Events of up to four users, `step` minutes apart at least, no two of a user at once. */
function history(span: number, step: number, names = ["a", "b"]): fc.Arbitrary<TestEvent[]> {
  const one = fc.record({
    event: fc.constantFrom(...names),
    user: fc.constantFrom("u1", "u2", "u3", "u4"),
    minute: fc.integer({ min: 0, max: Math.floor(span / step) }),
  });
  const key = ({ user, minute }: { user: string; minute: number }) => `${user}:${minute}`;
  return fc.uniqueArray(one, { selector: key, minLength: 1, maxLength: 40 }).map((all) =>
    all.map(({ minute, ...rest }) => ({
      ...rest,
      at: new Date(FROM + minute * step * 60_000).toISOString(),
    })),
  );
}

let environments = 0;
async function answer(
  events: readonly TestEvent[],
  query: JsonObject,
  { zone, weekStart }: { zone: string; weekStart: 0 | 1 } = { zone: "UTC", weekStart: 0 },
): Promise<JsonObject[]> {
  const environmentId = ++environments;
  await runner.insert(environmentId, events);
  const { results } = await runner.run(query, { environmentId, timezone: zone, weekStartDay: weekStart });
  return results as JsonObject[];
}

const span = (unit: Unit, { zone, weekStart }: { zone: string; weekStart: 0 | 1 }) => {
  const of = unitOf(unit, zone, weekStart);
  return { of, bounds: [of(`${FIRST_DAY}T12:00:00Z`), of(`${LAST_DAY}T12:00:00Z`)] as const };
};
const insideRange =
  ({ zone }: { zone: string }) =>
  ({ at }: TestEvent) =>
    unitOf("day", zone, 0)(at) <= unitOf("day", zone, 0)(`${LAST_DAY}T12:00:00Z`);
const dateRange = { date_from: FIRST_DAY, date_to: LAST_DAY };
const series = (event: string | null) => [{ kind: "EventsNode", event }];

describe("random histories answer as the definitions say", () => {
  it("retention", async () => {
    const asked = fc.record({
      target: event,
      returning: event,
      firstTime: fc.boolean(),
      cumulative: fc.boolean(),
      minimum: fc.integer({ min: 1, max: 2 }),
      intervals: fc.constantFrom(3, 7, 70),
    });
    const property = fc.asyncProperty(longHistory, asked, unit, place, async (events, asked, unit, place) => {
      const { of, bounds } = span(unit, place);
      const rows = await answer(
        events,
        {
          kind: "RetentionQuery",
          dateRange: { date_to: LAST_DAY },
          retentionFilter: {
            period: unit.replace(/^./, (first) => first.toUpperCase()),
            totalIntervals: asked.intervals,
            targetEntity: { id: asked.target, type: "events" },
            returningEntity: { id: asked.returning, type: "events" },
            retentionType: asked.firstTime ? "retention_first_time" : "retention_recurring",
            cumulative: asked.cumulative,
            minimumOccurrences: asked.minimum,
          },
        },
        place,
      );
      const table = rows.map(({ values }) => (values as { count: number }[]).map(({ count }) => count));
      expect(table).toEqual(retentionTable(events, asked, of, bounds[1]));
    });
    await fc.assert(property, RUNS);
  });

  it("stickiness", async () => {
    const property = fc.asyncProperty(longHistory, event, unit, place, async (events, event, unit, place) => {
      const { of, bounds } = span(unit, place);
      const query = { kind: "StickinessQuery", dateRange, interval: unit, series: series(event) };
      const [item] = await answer(events, query, place);
      const counted = events.filter(insideRange(place));
      expect(item?.data).toEqual(stickinessBins(counted, event, of, bounds));
    });
    await fc.assert(property, RUNS);
  });

  it("lifecycle", async () => {
    const property = fc.asyncProperty(longHistory, event, unit, place, async (events, event, unit, place) => {
      const { of, bounds } = span(unit, place);
      const query = { kind: "LifecycleQuery", dateRange, interval: unit, series: series(event) };
      const items = await answer(events, query, place);
      const got = Object.fromEntries(items.map(({ status, data }) => [String(status), data]));
      expect(got).toEqual(lifecycleCounts(events.filter(insideRange(place)), event, of, bounds));
    });
    await fc.assert(property, RUNS);
  });

  it("paths", async () => {
    const point = fc.option(fc.constantFrom("a", "b", "c"), { nil: undefined });
    const asked = fc.record({ start: point, end: point, steps: fc.integer({ min: 2, max: 6 }) });
    const visits = history(60 * 5, 5, ["a", "b", "c", "d"]);
    const property = fc.asyncProperty(visits, asked, async (events, asked) => {
      const query: JsonObject = {
        kind: "PathsQuery",
        dateRange: { date_from: "2026-02-01", date_to: LAST_DAY },
        pathsFilter: {
          includeEventTypes: ["custom_event"],
          stepLimit: asked.steps,
          edgeLimit: 1000,
          ...(asked.start ? { startPoint: asked.start } : {}),
          ...(asked.end ? { endPoint: asked.end } : {}),
        },
      };
      const links = await answer(events, query);
      const rounded = links.map((link) => ({
        ...link,
        average_conversion_time: Math.round(Number(link.average_conversion_time)),
      }));
      expect(rounded).toEqual(pathLinks(events, asked));
    });
    await fc.assert(property, RUNS);
  });
});
