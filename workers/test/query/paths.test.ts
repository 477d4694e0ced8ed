import type { JsonObject } from "@edgewise/core/events/types.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parserForTests } from "../sql-parser.ts";
import type { TestEvent } from "./event-rows.ts";
import { type InsightRunner, startInsightRunner } from "./insight-runner.ts";

const at = (minute: number): string => new Date(Date.UTC(2026, 0, 5, 10, minute)).toISOString();
const page = (user: string, minute: number, url: string, rest: Partial<TestEvent> = {}): TestEvent => ({
  event: "$pageview",
  user,
  at: at(minute),
  properties: { $current_url: `https://x.io${url}` },
  ...rest,
});

const EVENTS: readonly TestEvent[] = [
  page("ann", 0, "/", { groups: ["acme"] }),
  page("ann", 1, "/blog/one", { groups: ["acme"] }),
  page("ann", 2, "/blog/two/"),
  { event: "signup", user: "ann", at: at(3) },
  page("ann", 10, "/app"),
  // Half an hour is no pause yet, a minute more is.
  page("ann", 40, "/out"),
  page("ann", 71, "/"),
  page("bob", 0, "/", { groups: ["acme"] }),
  page("bob", 4, "/blog/two", { groups: ["beta"] }),
  { event: "$screen", user: "bob", at: at(5), properties: { $screen_name: "Home" } },
  { event: "$autocapture", user: "bob", at: at(6) },
  { event: "$pageview", user: "bob", at: at(7) },
];

let runner: InsightRunner;
let parser: Awaited<ReturnType<typeof parserForTests>>;
beforeAll(async () => {
  parser = await parserForTests();
  runner = await startInsightRunner();
  await runner.insert(1, EVENTS);
  await runner.insert(2, [page("stranger", 0, "/"), page("stranger", 1, "/blog/one")]);
});
afterAll(() => runner?.close());

const short = (text: string): string => text.replace("https://x.io", "");

describe("links", () => {
  const pages = { includeEventTypes: ["$pageview"] };

  it.each<[string, JsonObject, JsonObject, string[]]>([
    [
      "of pages",
      pages,
      {},
      [
        "1_ > 2_/blog/one 1 60000",
        "1_ > 2_/blog/two 1 240000",
        "2_/blog/one > 3_/blog/two 1 60000",
        "3_/blog/two > 4_/app 1 480000",
        "4_/app > 5_/out 1 1800000",
      ],
    ],
    ["of screens and own events", { includeEventTypes: ["$screen", "custom_event"] }, {}, []],
    [
      "of all events",
      { stepLimit: 6 },
      { properties: [{ key: "$current_url", operator: "is_not_set", type: "event" }] },
      ["1_Home > 2_$autocapture 1 60000"],
    ],
    [
      "grouped by wildcards",
      { ...pages, pathGroupings: ["https://x.io/blog/*"], stepLimit: 2 },
      {},
      ["1_ > 2_/blog/* 2 150000"],
    ],
    [
      "cleaned in order, then collapsed",
      {
        ...pages,
        stepLimit: 3,
        localPathCleaningFilters: [
          { regex: "/article$", alias: "/post", order: 2 },
          { regex: "/(one|two)$", alias: "/article", order: 1 },
        ],
      },
      {},
      ["1_ > 2_/blog/post 2 150000", "2_/blog/post > 3_/app 1 540000"],
    ],
    [
      "cleaned by the project's rules first",
      {
        ...pages,
        stepLimit: 3,
        pathReplacements: true,
        localPathCleaningFilters: [{ regex: "/article$", alias: "/post" }],
      },
      {},
      ["1_ > 2_/blog/post 2 150000", "2_/blog/post > 3_/app 1 540000"],
    ],
    [
      "not cleaned when it isn't asked for",
      { ...pages, stepLimit: 2, pathReplacements: false },
      {},
      ["1_ > 2_/blog/one 1 60000", "1_ > 2_/blog/two 1 240000"],
    ],
    [
      "without excluded items",
      { ...pages, stepLimit: 2, excludeEvents: ["https://x.io/blog/one"] },
      {},
      ["1_ > 2_/blog/two 2 180000"],
    ],
    [
      "from a start",
      { ...pages, startPoint: "https://x.io/blog/two", stepLimit: 2 },
      {},
      ["1_/blog/two > 2_/app 1 480000"],
    ],
    [
      "to an end, its last steps",
      { ...pages, endPoint: "https://x.io/app", stepLimit: 2 },
      {},
      ["1_/blog/two > 2_/app 1 480000"],
    ],
    [
      "between two points, the middle left out",
      { ...pages, startPoint: "https://x.io", endPoint: "https://x.io/out", stepLimit: 4 },
      {},
      [
        "1_ > 2_/blog/one 1 60000",
        "2_/blog/one > 3_... 1 60000",
        "3_... > 4_/app 1 480000",
        "4_/app > 5_/out 1 1800000",
      ],
    ],
    ["the heaviest", { ...pages, edgeLimit: 1 }, {}, ["1_ > 2_/blog/one 1 60000"]],
    ["above a weight", { ...pages, minEdgeWeight: 2 }, {}, []],
    ["below a weight", { ...pages, maxEdgeWeight: 1, stepLimit: 2, pathGroupings: ["*/blog/*"] }, {}, []],
    [
      "of groups",
      { ...pages, stepLimit: 2 },
      { aggregation_group_type_index: 0 },
      ["1_ > 2_/blog/one 1 60000"],
    ],
    [
      "of an expression",
      { includeEventTypes: ["hogql"], pathsHogQLExpression: "upper(event)" },
      { properties: [{ key: "$current_url", operator: "is_not_set", type: "event" }] },
      ["1_$SCREEN > 2_$AUTOCAPTURE 1 60000", "2_$AUTOCAPTURE > 3_$PAGEVIEW 1 60000"],
    ],
  ])("%s", async (_, pathsFilter, query, expected) => {
    const dateRange = { date_from: "2026-01-05", date_to: "2026-01-05" };
    const { results } = await runner.run(
      { kind: "PathsQuery", dateRange, pathsFilter, ...query },
      { parser, pathCleaning: [{ regex: "/(one|two)$", alias: "/article" }] },
    );
    const links = (results as JsonObject[]).map(
      ({ source, target, value, average_conversion_time }) =>
        `${short(String(source))} > ${short(String(target))} ${value} ${average_conversion_time}`,
    );
    expect(links).toEqual(expected);
  });
});

describe("links around a funnel's steps", () => {
  const funnelSource = {
    kind: "FunnelsQuery",
    dateRange: { date_from: "2026-01-05", date_to: "2026-01-05" },
    series: [
      { kind: "EventsNode", event: "$pageview" },
      { kind: "EventsNode", event: "signup" },
    ],
  };

  it.each<[string, JsonObject, string[]]>([
    [
      "after a step",
      { funnelPathType: "funnel_path_after_step", funnelStep: 2 },
      ["1_signup > 2_/app 1", "2_/app > 3_/out 1"],
    ],
    [
      "between two steps",
      { funnelPathType: "funnel_path_between_steps", funnelStep: 2 },
      ["1_ > 2_/blog/one 1", "2_/blog/one > 3_/blog/two 1", "3_/blog/two > 4_signup 1"],
    ],
    [
      "before a step",
      { funnelPathType: "funnel_path_before_step", funnelStep: 2 },
      ["1_ > 2_/blog/one 1", "2_/blog/one > 3_/blog/two 1", "3_/blog/two > 4_signup 1"],
    ],
    ["before the first step", { funnelPathType: "funnel_path_before_step", funnelStep: 1 }, []],
    [
      "of those who dropped off",
      { funnelPathType: "funnel_path_after_step", funnelStep: -2 },
      ["1_ > 2_/blog/two 1"],
    ],
  ])("%s", async (_, funnel, expected) => {
    const query = {
      kind: "PathsQuery",
      dateRange: funnelSource.dateRange,
      pathsFilter: { includeEventTypes: ["$pageview", "custom_event"] },
      funnelPathsFilter: { ...funnel, funnelSource },
    };
    const { results } = await runner.run(query, { parser });
    const links = (results as JsonObject[]).map(
      ({ source, target, value }) => `${short(String(source))} > ${short(String(target))} ${value}`,
    );
    expect(links).toEqual(expected);
    const people = await runner.run(
      {
        kind: "ActorsQuery",
        select: ["event_count"],
        source: {
          kind: "InsightActorsQuery",
          source: { ...query, pathsFilter: { ...query.pathsFilter, pathStartKey: "1_https://x.io" } },
        },
      },
      { parser },
    );
    const starting = expected.filter((link) => link.startsWith("1_ >"));
    expect(people.results).toEqual(starting.length > 0 ? [[1]] : []);
  });

  it.each<[string, JsonObject, JsonObject, string]>([
    ["no step", {}, {}, "funnelStep"],
    [
      "nothing before the first",
      { funnelPathType: "funnel_path_between_steps", funnelStep: 1 },
      {},
      "before it",
    ],
    ["other actors", { funnelStep: 1 }, { aggregation_group_type_index: 0 }, "same persons or groups"],
  ])("%s is refused", async (_, funnel, rest, message) => {
    const query = { kind: "PathsQuery", ...rest, funnelPathsFilter: { ...funnel, funnelSource } };
    await expect(runner.run(query, { parser })).rejects.toThrow(message);
  });
});
