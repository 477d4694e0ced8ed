import { expect, test } from "vitest";
import { describeAlert, seriesOf } from "./describe.ts";

const alert = (type: string, bounds: object, kind: "absolute" | "percentage" = "absolute") =>
  ({
    condition: { type },
    threshold: { configuration: { type: kind, bounds } },
    detector_config: null,
  }) as never;

test.each([
  [alert("absolute_value", { upper: 100 }), "above 100"],
  [alert("absolute_value", { lower: 1, upper: 2 }), "below 1 or above 2"],
  [alert("relative_increase", { upper: 0.2 }, "percentage"), "increase above 20%"],
  [alert("relative_decrease", { upper: 5, lower: null }), "decrease above 5"],
])("%#", (given, expected) => expect(describeAlert(given)).toBe(expected));

test.each([
  [
    { kind: "TrendsQuery", series: [{ event: "a" }, { event: null }, { custom_name: "B", event: "b" }] },
    ["1. a", "2. All events", "3. B"],
  ],
  [
    {
      kind: "InsightVizNode",
      source: { kind: "TrendsQuery", series: [{ event: "a" }], trendsFilter: { formula: "A/2" } },
    },
    ["1. A/2"],
  ],
  [{ kind: "LifecycleQuery", series: [{ event: "a" }] }, ["New", "Returning", "Back again", "Gone quiet"]],
  [{ kind: "HogQLQuery" }, []],
])("series of %j", (query, expected) => expect(seriesOf(query).map(({ label }) => label)).toEqual(expected));
