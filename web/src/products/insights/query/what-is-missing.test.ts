import { expect, it } from "vitest";
import type { InsightQuery } from "./types.ts";
import { whatIsMissing } from "./what-is-missing.ts";

const buy = { kind: "EventsNode", event: "buy" } as const;

it.each<[string, InsightQuery, string | undefined]>([
  ["a trend", { kind: "TrendsQuery", series: [buy] }, undefined],
  ["no series", { kind: "TrendsQuery", series: [] }, "Add a series"],
  ["one step", { kind: "FunnelsQuery", series: [buy] }, "Add a second step"],
  ["two steps", { kind: "FunnelsQuery", series: [buy, buy] }, undefined],
  [
    "paths in SQL",
    { kind: "PathsQuery", pathsFilter: { includeEventTypes: ["hogql"] } },
    "Write the step in SQL",
  ],
  [
    "written",
    { kind: "PathsQuery", pathsFilter: { includeEventTypes: ["hogql"], pathsHogQLExpression: "event" } },
    undefined,
  ],
  ["retention", { kind: "RetentionQuery" }, undefined],
])("whatIsMissing: %s", (_name, query, title) => expect(whatIsMissing(query)?.title).toBe(title));
