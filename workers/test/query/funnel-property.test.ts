import type { JsonObject } from "@edgewise/core/events/types.ts";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestEvent } from "./event-rows.ts";
import {
  attempts,
  bestAttempt,
  type RefAttribution,
  type RefEvent,
  type RefFunnel,
  type RefStep,
  stepsOf,
} from "./funnel-reference.ts";
import { type InsightRunner, startInsightRunner } from "./insight-runner.ts";

let runner: InsightRunner;
beforeAll(async () => {
  runner = await startInsightRunner();
});
afterAll(() => runner?.close());

const START = Date.parse("2026-01-01T00:00:00Z");
const MINUTE = 60_000;

const event = fc.record({
  name: fc.constantFrom("a", "b", "c", "x"),
  t: fc.integer({ min: 0, max: 12 }).map((minutes) => minutes * MINUTE),
  value: fc.constantFrom("", "red", "blue"),
});
const history = fc.array(event, { maxLength: 8 });
const histories = fc.array(history, { minLength: 25, maxLength: 35 });

/** One event a moment: who comes first at the same time decides only where an event can fill several steps. */
const untied = (people: readonly RefEvent[][]): RefEvent[][] =>
  people.map((events) => [...new Map(events.map((one) => [one.t, one])).values()]);

const severalSteps = ({ steps }: RefFunnel): boolean =>
  steps.includes(null) || new Set(steps).size < steps.length;

const funnel = (order: RefFunnel["order"]): fc.Arbitrary<RefFunnel> =>
  fc
    .record({
      steps: fc.array(fc.constantFrom("a", "b", "c", null), { minLength: 2, maxLength: 4 }),
      windowMs: fc.constantFrom(1, 3, 5, 60).map((minutes) => minutes * MINUTE),
      exclude: fc.option(fc.tuple(fc.nat(3), fc.nat(3)), { nil: undefined }),
    })
    .map(({ steps, windowMs, exclude }) => {
      const last = steps.length - 1;
      const [one, other] = order === "unordered" ? [0, last] : (exclude ?? [0, 0]);
      const [from, to] = [Math.min(one, other, last - 1), Math.min(Math.max(one, other), last)];
      const valid = exclude !== undefined && from < to;
      return { order, steps, windowMs, exclusions: valid ? [{ name: "x", from, to }] : [] };
    });

let environmentId = 1000;

async function insert(people: readonly (readonly RefEvent[])[]): Promise<number> {
  environmentId += 1;
  const events = people.flatMap((person, index) =>
    person.map(
      ({ name, t, value }): TestEvent => ({
        event: name,
        user: `p${index}`,
        at: new Date(START + t).toISOString(),
        ...(value === "" ? {} : { properties: { colour: value } }),
      }),
    ),
  );
  if (events.length > 0) await runner.insert(environmentId, events);
  return environmentId;
}

async function answer(id: number, one: RefFunnel, attribution?: RefAttribution): Promise<unknown> {
  const step = typeof attribution === "number";
  const query: JsonObject = {
    kind: "FunnelsQuery",
    dateRange: { date_from: "2026-01-01", date_to: "2026-01-02" },
    series: one.steps.map((name) => ({ kind: "EventsNode", event: name })),
    funnelsFilter: {
      funnelOrderType: one.order,
      funnelWindowInterval: one.windowMs / MINUTE,
      funnelWindowIntervalUnit: "minute",
      exclusions: one.exclusions.map(({ name, from, to }) => ({
        kind: "EventsNode",
        event: name,
        funnelFromStep: from,
        funnelToStep: to,
      })),
      ...(attribution === undefined ? {} : { breakdownAttributionType: step ? "step" : attribution }),
      ...(step ? { breakdownAttributionValue: attribution } : {}),
    },
    ...(attribution === undefined ? {} : { breakdownFilter: { breakdown: "colour" } }),
  };
  return (await runner.run(query, { environmentId: id })).results;
}

const numbers = (steps: readonly RefStep[]): RefStep[] =>
  steps.map(({ count, average_conversion_time, median_conversion_time }) => ({
    count,
    average_conversion_time: rounded(average_conversion_time),
    median_conversion_time: rounded(median_conversion_time),
  }));
const rounded = (value: number | null): number | null => value && Number(value.toFixed(6));

describe("random histories give what trying everything gives", () => {
  it.each(["ordered", "strict", "unordered"] as const)(
    "%s",
    async (order) => {
      await fc.assert(
        fc.asyncProperty(funnel(order), histories, async (one, everyone) => {
          const alone = order === "strict" || (order === "ordered" && severalSteps(one));
          const people = alone ? untied(everyone) : everyone;
          const got = (await answer(await insert(people), one)) as RefStep[];
          const best = people.flatMap((person) => [bestAttempt(one, person) ?? []]);
          expect(numbers(got)).toEqual(numbers(stepsOf(one, best)));
          const counts = got.map(({ count }) => count);
          expect(counts).toEqual([...counts].sort((a, b) => b - a));
        }),
        { numRuns: 12 },
      );
    },
    120_000,
  );

  it.each<[RefFunnel["order"], RefAttribution]>([
    ["ordered", "first_touch"],
    ["ordered", "last_touch"],
    ["ordered", "all_events"],
    ["ordered", 0],
    ["ordered", 1],
    ["strict", "all_events"],
    ["strict", 1],
    ["unordered", "first_touch"],
    ["unordered", "all_events"],
  ])(
    "%s, attributed by %s",
    async (order, attribution) => {
      await fc.assert(
        fc.asyncProperty(funnel(order), histories, async (one, everyone) => {
          const people = untied(everyone);
          const got = (await answer(await insert(people), one, attribution)) as (RefStep & {
            breakdown_value: string[];
          })[][];
          const values = new Map<string, (readonly number[])[]>();
          for (const [value, times] of people.flatMap((person) => [...attempts(one, person, attribution)]))
            values.set(value, [...(values.get(value) ?? []), times]);
          const expected = [...values]
            .map(([value, times]) => [value, numbers(stepsOf(one, times))] as const)
            .sort(
              ([a, left], [b, right]) => (right[0]?.count ?? 0) - (left[0]?.count ?? 0) || (a < b ? -1 : 1),
            );
          expect(got.map((steps) => [steps[0]?.breakdown_value[0], numbers(steps)])).toEqual(expected);
        }),
        { numRuns: 3 },
      );
    },
    120_000,
  );

  it("strict never converts more than ordered", async () => {
    await fc.assert(
      fc.asyncProperty(funnel("ordered"), histories, async (one, people) => {
        const id = await insert(people);
        const plain = { ...one, exclusions: [] };
        const counts = async (order: RefFunnel["order"]) =>
          ((await answer(id, { ...plain, order })) as RefStep[]).map(({ count }) => count);
        const [strict, ordered, unordered] = [
          await counts("strict"),
          await counts("ordered"),
          await counts("unordered"),
        ];
        for (const [step, count] of strict.entries()) {
          expect(count).toBeLessThanOrEqual(ordered[step] ?? 0);
          expect(ordered[step]).toBeLessThanOrEqual(unordered[step] ?? 0);
        }
      }),
      { numRuns: 4 },
    );
  }, 120_000);
});
