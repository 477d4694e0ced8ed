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
  type RefStepEvent,
  type RefTimes,
  stepsOf,
  survivors,
} from "./funnel-reference.ts";
import { type InsightRunner, startInsightRunner } from "./insight-runner.ts";

let runner: InsightRunner;
beforeAll(async () => {
  runner = await startInsightRunner();
});
afterAll(() => runner?.close());

const START = Date.parse("2026-01-01T00:00:00Z");
const MINUTE = 60_000;
/** Projects of each kind of funnel; more for a thorough run by hand. */
const RUNS = Number(process.env.FUNNEL_RUNS ?? 8);

const event = fc.record({
  name: fc.constantFrom("a", "b", "c", "x"),
  t: fc.integer({ min: 0, max: 9 }).map((minutes) => minutes * MINUTE),
  value: fc.constantFrom("", "red", "blue"),
});
const history = fc.array(event, { maxLength: 8 });
const histories = fc.array(history, { minLength: 25, maxLength: 35 });

/** One event a moment, for what depends on the order of events at the same time. */
const untied = (people: readonly RefEvent[][]): RefEvent[][] =>
  people.map((events) => [...new Map(events.map((one) => [one.t, one])).values()]);

const step: fc.Arbitrary<RefStepEvent> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("a", "b", "c").map((name) => ({ names: [name] })) },
  { weight: 1, arbitrary: fc.constant({ names: null }) },
  { weight: 1, arbitrary: fc.constantFrom(["a", "b"], ["b", "c"]).map((names) => ({ names })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("a", "b").map((name) => ({ names: [name], value: "red" })),
  },
);

const same = (one: RefStepEvent | undefined, other: RefStepEvent | undefined): boolean =>
  JSON.stringify([one?.names, one?.value]) === JSON.stringify([other?.names, other?.value]);

/** Steps of which some may be left out, as the API allows it. */
const withOptional = (steps: readonly RefStepEvent[], flags: readonly boolean[]): RefStepEvent[] => {
  const marked = steps.map((one, index) => (index > 0 && flags[index] ? { ...one, optional: true } : one));
  // From the end: a step that is required after all decides about the one before it.
  for (let index = marked.length - 2; index > 0; index--) {
    const [one, next] = [marked[index], marked[index + 1]];
    if (one?.optional && next && !next.optional && same(one, next))
      marked[index] = { ...one, optional: false };
  }
  return marked;
};

const funnel = (order: RefFunnel["order"], optional = false): fc.Arbitrary<RefFunnel> =>
  fc
    .record({
      steps: fc.array(step, { minLength: 2, maxLength: 5 }),
      flags: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
      windowMs: fc.constantFrom(1, 3, 5, 60).map((minutes) => minutes * MINUTE),
      exclude: fc.array(fc.tuple(fc.constantFrom("x", "c"), fc.nat(4), fc.nat(4)), { maxLength: 2 }),
    })
    .map(({ steps, flags, windowMs, exclude }) => {
      const last = steps.length - 1;
      const exclusions = exclude.flatMap(([name, one, other]) => {
        const [low, high] = order === "unordered" ? [0, last] : [Math.min(one, other), Math.max(one, other)];
        const [from, to] = [Math.min(low, last - 1), Math.min(high, last)];
        const isStep = steps.slice(from, to + 1).some((taken) => same(taken, { names: [name] }));
        return from < to && !isStep ? [{ name, from, to }] : [];
      });
      return { order, steps: optional ? withOptional(steps, flags) : steps, windowMs, exclusions };
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

function node({ names, value, optional }: RefStepEvent): JsonObject {
  const named = (name: string | null) => ({ kind: "EventsNode", event: name });
  const [name = null, ...others] = names ?? [];
  const events =
    others.length > 0 ? { kind: "GroupNode", operator: "OR", nodes: (names ?? []).map(named) } : named(name);
  return {
    ...events,
    ...(value === undefined
      ? {}
      : { properties: [{ key: "colour", value, operator: "exact", type: "event" }] }),
    ...(optional ? { optionalInFunnel: true } : {}),
  };
}

async function answer(
  id: number,
  one: RefFunnel,
  attribution?: RefAttribution,
  view: JsonObject = {},
): Promise<unknown> {
  const ofStep = typeof attribution === "number";
  const query: JsonObject = {
    kind: "FunnelsQuery",
    dateRange: { date_from: "2026-01-01", date_to: "2026-01-02" },
    interval: "minute",
    series: one.steps.map(node),
    funnelsFilter: {
      ...view,
      funnelOrderType: one.order,
      funnelWindowInterval: one.windowMs / MINUTE,
      funnelWindowIntervalUnit: "minute",
      exclusions: one.exclusions.map(({ name, from, to }) => ({
        kind: "EventsNode",
        event: name,
        funnelFromStep: from,
        funnelToStep: to,
      })),
      ...(attribution === undefined ? {} : { breakdownAttributionType: ofStep ? "step" : attribution }),
      ...(ofStep ? { breakdownAttributionValue: attribution } : {}),
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
  it.each<[RefFunnel["order"], boolean]>([
    ["ordered", false],
    ["ordered", true],
    ["strict", false],
    ["strict", true],
    ["unordered", false],
  ])(
    "%s, optional steps: %s",
    async (order, optional) => {
      await fc.assert(
        fc.asyncProperty(funnel(order, optional), histories, async (one, people) => {
          const got = (await answer(await insert(people), one)) as RefStep[];
          const best = people.flatMap((person) => [bestAttempt(one, person) ?? []]);
          expect(numbers(got)).toEqual(numbers(stepsOf(one, best)));
        }),
        { numRuns: 2 * RUNS },
      );
    },
    600_000,
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
    ["unordered", 0],
  ])(
    "%s, attributed by %s",
    async (order, attribution) => {
      await fc.assert(
        fc.asyncProperty(funnel(order), histories, async (one, everyone) => {
          const touch = attribution === "first_touch" || attribution === "last_touch";
          const people = touch ? untied(everyone) : everyone;
          const got = (await answer(await insert(people), one, attribution)) as (RefStep & {
            breakdown_value: string[];
          })[][];
          const values = new Map<string, RefTimes[]>();
          for (const [value, times] of people.flatMap((person) => [...attempts(one, person, attribution)]))
            values.set(value, [...(values.get(value) ?? []), times]);
          const expected = [...values]
            .map(([value, times]) => [value, numbers(stepsOf(one, times))] as const)
            .sort(
              ([a, left], [b, right]) => (right[0]?.count ?? 0) - (left[0]?.count ?? 0) || (a < b ? -1 : 1),
            );
          expect(got.map((steps) => [steps[0]?.breakdown_value[0], numbers(steps)])).toEqual(expected);
        }),
        { numRuns: RUNS },
      );
    },
    600_000,
  );

  it.each(["ordered", "strict", "unordered"] as const)(
    "%s, by the minute in which attempts started",
    async (order) => {
      await fc.assert(
        fc.asyncProperty(funnel(order), histories, async (one, people) => {
          const view = { funnelVizType: "trends" };
          const got = (await answer(await insert(people), one, undefined, view)) as [{ data: number[] }];
          const started = people.map((person) => survivors(one, person));
          const minutes = Array.from({ length: 10 }, (_, minute) => {
            const entered = started
              .map((attempts) => attempts.filter(([first]) => first === minute * MINUTE))
              .filter((attempts) => attempts.length > 0);
            const converted = entered.filter((own) => own.some(({ length }) => length === one.steps.length));
            return entered.length === 0 ? 0 : Math.round((10_000 * converted.length) / entered.length) / 100;
          });
          expect(got[0].data.slice(0, 10)).toEqual(minutes);
        }),
        { numRuns: RUNS },
      );
    },
    600_000,
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
        expect(ordered).toEqual([...ordered].sort((a, b) => b - a));
        for (const [index, count] of strict.entries()) {
          expect(count).toBeLessThanOrEqual(ordered[index] ?? 0);
          expect(ordered[index]).toBeLessThanOrEqual(unordered[index] ?? 0);
        }
      }),
      { numRuns: RUNS },
    );
  }, 600_000);
});
