import { expect, it } from "vitest";
import { isNothing } from "./is-nothing.ts";

it.each([
  ["TrendsQuery", [{ data: [0, 0] }], true],
  ["TrendsQuery", [{ data: [0, 1] }], false],
  ["TrendsQuery", [{ data: null, aggregated_value: 2 }], false],
  ["LifecycleQuery", [{ data: [0, -1] }], false],
  ["FunnelsQuery", [{ count: 0 }, { count: 0 }], true],
  ["FunnelsQuery", [[{ count: 1 }], [{ count: 0 }]], false],
  ["FunnelsQuery", [{ data: [0, 20] }], false],
  ["FunnelsQuery", { bins: [] }, true],
  ["FunnelsQuery", { bins: [[0, 1]] }, false],
  ["RetentionQuery", [{ values: [{ count: 0 }] }], true],
  ["RetentionQuery", [{ values: [{ count: 3 }] }], false],
  ["PathsQuery", [], true],
  ["PathsQuery", [{}], false],
  ["HogQLQuery", [[0]], false],
  ["HogQLQuery", null, true],
])("isNothing(%s, %j)", (kind, results, expected) => expect(isNothing(kind, results)).toBe(expected));
