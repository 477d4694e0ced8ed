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
  unit,
  unitOf,
  untilLastDay,
  wanted,
} from "./brute-force/history.ts";
import { lifecycleUsers, STATUSES, type Status } from "./brute-force/lifecycle.ts";
import { idsOf, peopleBehind } from "./brute-force/people.ts";
import { type InsightRunner, startInsightRunner } from "./insight-runner.ts";

let runner: InsightRunner;
beforeAll(async () => {
  runner = await startInsightRunner();
});
afterAll(() => runner?.close());

const asked = fc.record({
  wanted,
  unit,
  bucket: fc.nat(30),
  status: fc.constantFrom<Status>(...STATUSES),
});

it("lifecycle answers as the definitions say, and names who has a status", async () => {
  const property = fc.asyncProperty(history(), asked, place, async (events, asked, place) => {
    const of = unitOf(asked.unit, place);
    const environmentId = await newProject(runner, events);
    const query = {
      kind: "LifecycleQuery",
      dateRange: { date_from: FIRST_DAY, date_to: LAST_DAY },
      interval: asked.unit,
      series: [asNode(asked.wanted)],
    };
    const items = await answer(runner, environmentId, query, place);
    const got = Object.fromEntries(items.map(({ status, data }) => [String(status), data]));
    const until = events.filter(untilLastDay(place));
    const users = lifecycleUsers(until, asked.wanted, of, [of(NOON.first), of(NOON.last)]);
    const counts = STATUSES.map((status) => {
      const sign = status === "dormant" ? -1 : 1;
      return [status, users[status].map(({ size }) => (size === 0 ? 0 : sign * size))];
    });
    expect(got).toEqual(Object.fromEntries(counts));

    const { status } = asked;
    const days = items[0]?.days as string[];
    const bucket = asked.bucket % days.length;
    const source = { kind: "InsightActorsQuery", source: query, day: days[bucket] ?? "", status };
    const people = await peopleBehind(runner, environmentId, source, place);
    expect(people.map(([id]) => id).sort()).toEqual(idsOf(users[status][bucket] ?? []));
  });
  await fc.assert(property, RUNS);
});
