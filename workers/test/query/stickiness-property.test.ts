import type { JsonObject } from "@edgewise/core/events/types.ts";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  answer,
  asNode,
  FIRST_DAY,
  history,
  LAST_DAY,
  NOON,
  newProject,
  place,
  RUNS,
  type Unit,
  unit,
  unitOf,
  untilLastDay,
  wanted,
} from "./brute-force/history.ts";
import { idsOf, peopleBehind } from "./brute-force/people.ts";
import { type StickinessAsked, stickinessBins } from "./brute-force/stickiness.ts";
import { type InsightRunner, startInsightRunner } from "./insight-runner.ts";

let runner: InsightRunner;
beforeAll(async () => {
  runner = await startInsightRunner();
});
afterAll(() => runner?.close());

type Asked = StickinessAsked & { readonly unit: Unit };

const asked: fc.Arbitrary<Asked> = fc.record({
  wanted,
  criteria: fc.option(
    fc.record({
      operator: fc.constantFrom("gte" as const, "lte" as const, "exact" as const),
      value: fc.integer({ min: 1, max: 3 }),
    }),
    { nil: undefined },
  ),
  cumulative: fc.boolean(),
  together: fc.integer({ min: 1, max: 3 }),
  unit,
});

const queryOf = ({ wanted, criteria, cumulative, together, unit }: Asked): JsonObject => ({
  kind: "StickinessQuery",
  dateRange: { date_from: FIRST_DAY, date_to: LAST_DAY },
  interval: unit,
  intervalCount: together,
  series: [asNode(wanted)],
  stickinessFilter: {
    ...(criteria ? { stickinessCriteria: criteria } : {}),
    computedAs: cumulative ? "cumulative" : "non_cumulative",
  },
});

it("stickiness answers as the definitions say, and names who is in a bin", async () => {
  const bin = fc.nat(30);
  const property = fc.asyncProperty(history(), asked, place, bin, async (events, asked, place, bin) => {
    const of = unitOf(asked.unit, place);
    const bounds = [of(NOON.first), of(NOON.last)] as const;
    const environmentId = await newProject(runner, events);
    const query = queryOf(asked);
    const [item] = await answer(runner, environmentId, query, place);
    const bins = stickinessBins(events.filter(untilLastDay(place)), asked, of, bounds);
    expect(item?.data).toEqual(bins.map(({ size }) => size));

    const index = bin % bins.length;
    const source = { kind: "StickinessActorsQuery", source: query, day: index + 1 };
    const people = await peopleBehind(runner, environmentId, source, place);
    expect(people.map(([id]) => id).sort()).toEqual(idsOf(bins[index] ?? []));
  });
  await fc.assert(property, RUNS);
});
