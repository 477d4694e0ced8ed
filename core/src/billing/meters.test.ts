import { expect, test } from "vitest";
import { meterOf } from "./meters.ts";

test.each<[string, string, boolean]>([
  ["$pageview", "events", false],
  ["order", "events", false],
  ["$feature_flag_called", "events", true],
  ["survey shown", "events", true],
  ["survey dismissed", "events", true],
  ["survey sent", "surveys", false],
  ["$$heatmap", "events", true],
  ["$exception", "exceptions", false],
  ["$ai_generation", "ai", false],
])("%s is a unit of %s (free: %s)", (event, product, free) => {
  expect(meterOf(event)).toEqual({ product, free });
});
