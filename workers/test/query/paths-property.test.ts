import type { JsonObject } from "@edgewise/core/events/types.ts";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { answer, history, LAST_DAY, newProject, RUNS } from "./brute-force/history.ts";
import { type PathsAsked, pathLinks } from "./brute-force/paths.ts";
import { idsOf, peopleBehind } from "./brute-force/people.ts";
import { type InsightRunner, startInsightRunner } from "./insight-runner.ts";

let runner: InsightRunner;
beforeAll(async () => {
  runner = await startInsightRunner();
});
afterAll(() => runner?.close());

const PLACE = { zone: "UTC", weekStart: 0 } as const;
const point = fc.option(fc.constantFrom("a", "b", "c"), { nil: undefined });
const asked: fc.Arbitrary<PathsAsked> = fc.record({
  start: point,
  end: point,
  steps: fc.integer({ min: 2, max: 6 }),
  exclude: fc.subarray(["c", "d"]),
  group: fc.option(fc.constant({ glob: "b*", names: ["b", "bb"] }), { nil: undefined, freq: 2 }),
  minimum: fc.integer({ min: 1, max: 2 }),
  edges: fc.constantFrom(3, 1000),
});

const queryOf = (asked: PathsAsked): JsonObject => ({
  kind: "PathsQuery",
  dateRange: { date_from: "2026-02-01", date_to: LAST_DAY },
  pathsFilter: {
    includeEventTypes: ["custom_event"],
    stepLimit: asked.steps,
    edgeLimit: asked.edges,
    minEdgeWeight: asked.minimum,
    excludeEvents: [...asked.exclude],
    ...(asked.start ? { startPoint: asked.start } : {}),
    ...(asked.end ? { endPoint: asked.end } : {}),
    ...(asked.group ? { pathGroupings: [asked.group.glob] } : {}),
  },
});

it("paths answer as the definitions say, and name whose a link is", async () => {
  const visits = history({ names: ["a", "b", "bb", "c", "d"], span: 60 * 5, step: 5 });
  const property = fc.asyncProperty(visits, asked, fc.nat(50), async (events, asked, nth) => {
    const environmentId = await newProject(runner, events);
    const query = queryOf(asked);
    const got = await answer(runner, environmentId, query, PLACE);
    const links = pathLinks(events, asked);
    const means = links.map(({ source, target, uses }) => ({
      source,
      target,
      value: uses.length,
      average_conversion_time: Math.round(uses.reduce((sum, { ms }) => sum + ms, 0) / uses.length),
    }));
    const rounded = got.map((link) => ({
      ...link,
      average_conversion_time: Math.round(Number(link.average_conversion_time)),
    }));
    expect(rounded).toEqual(means);

    const link = links[nth % Math.max(1, links.length)];
    if (!link) return;
    const ends = { pathStartKey: link.source, pathEndKey: link.target };
    const pathsFilter = { ...(query.pathsFilter as JsonObject), ...ends };
    const source = { kind: "InsightActorsQuery", source: { ...query, pathsFilter } };
    const people = await peopleBehind(runner, environmentId, source, PLACE, ["event_count"]);
    expect(people.map(([id]) => id).sort()).toEqual(idsOf(new Set(link.uses.map(({ user }) => user))));
    const total = people.reduce((sum, [, count]) => sum + Number(count), 0);
    expect(total).toBe(link.uses.length);
  });
  await fc.assert(property, RUNS);
});
