import { describe, expect, it } from "vitest";
import { sameFilters, tidyFilters } from "./filters.ts";
import type { DashboardFilters } from "./types.ts";

const plan = { type: "person", key: "plan", operator: "exact", value: ["team"] };

describe("tidyFilters", () => {
  it.each<[string, DashboardFilters, DashboardFilters]>([
    ["nothing", {}, {}],
    ["nulls and empties", { date_from: null, properties: [], breakdown_filter: { breakdowns: [] } }, {}],
    ["an end without a start", { date_to: "2026-01-01" }, {}],
    ["a filter without a value", { properties: [{ ...plan, value: [] }, plan] }, { properties: [plan] }],
    ["a range", { date_from: "-7d", date_to: null }, { date_from: "-7d" }],
  ])("%s", (_, given, expected) => expect(tidyFilters(given)).toEqual(expected));
});

describe("sameFilters", () => {
  it.each<[string, DashboardFilters, DashboardFilters, boolean]>([
    ["empty ones", {}, { date_from: null, properties: null }, true],
    ["another order of keys", { properties: [plan] }, { properties: [{ ...plan, key: "plan" }] }, true],
    ["another value", { properties: [plan] }, { properties: [{ ...plan, value: ["free"] }] }, false],
    ["another date", { date_from: "-7d" }, { date_from: "-8d" }, false],
  ])("%s", (_, a, b, expected) => expect(sameFilters(a, b)).toBe(expected));
});
