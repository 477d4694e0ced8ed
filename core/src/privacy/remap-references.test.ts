import { expect, test } from "vitest";
import type { JsonObject } from "../events/types.ts";
import { remapReferences } from "./remap-references.ts";

const maps = {
  cohorts: new Map([[3, 30]]),
  actions: new Map([[4, 40]]),
  flags: new Map([[5, 50]]),
};

test.each<[string, JsonObject, JsonObject]>([
  ["a cohort filter", { type: "cohort", key: "id", value: 3 }, { type: "cohort", key: "id", value: 30 }],
  ["several cohorts", { type: "cohort", value: [3, 9] }, { type: "cohort", value: [30, 9] }],
  [
    "a flag another flag needs",
    { type: "flag", key: "5", value: true },
    { type: "flag", key: "50", value: true },
  ],
  ["an action", { kind: "ActionsNode", id: 4 }, { kind: "ActionsNode", id: 40 }],
  [
    "a behaviour",
    { type: "behavioral", event_type: "actions", key: 4 },
    { type: "behavioral", event_type: "actions", key: 40 },
  ],
  [
    "something deep",
    { a: [{ b: { type: "cohort", value: "3" } }] },
    { a: [{ b: { type: "cohort", value: "30" } }] },
  ],
  ["a person property", { type: "person", key: "id", value: 3 }, { type: "person", key: "id", value: 3 }],
])("%s", (_, given, expected) => {
  expect(remapReferences(given, maps)).toEqual(expected);
});
