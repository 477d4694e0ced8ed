import { describe, expect, it } from "vitest";
import type { JsonObject } from "../events/types.ts";
import { applyOverrides } from "./apply-overrides.ts";

const trends: JsonObject = { kind: "TrendsQuery", dateRange: { date_from: "-7d" }, series: [] };
const chrome = { key: "$browser", value: "Chrome" };
const paid = { key: "plan", value: "paid" };

describe("applyOverrides", () => {
  it.each<[string, JsonObject, JsonObject | null, JsonObject]>([
    ["nothing", trends, null, trends],
    ["an empty override", trends, {}, trends],
    [
      "dates replace",
      { ...trends, dateRange: { date_from: "-7d", explicitDate: true } },
      { date_from: "-30d" },
      { ...trends, dateRange: { date_from: "-30d" } },
    ],
    ["null dates leave", trends, { date_from: null, date_to: null }, trends],
    ["properties come alone", trends, { properties: [chrome] }, { ...trends, properties: [chrome] }],
    [
      "properties are added",
      { ...trends, properties: [paid] },
      { properties: [chrome] },
      {
        ...trends,
        properties: {
          type: "AND",
          values: [
            { type: "AND", values: [paid] },
            { type: "AND", values: [chrome] },
          ],
        },
      },
    ],
    [
      "groups stay groups",
      { ...trends, properties: { type: "OR", values: [paid] } },
      { properties: [chrome] },
      {
        ...trends,
        properties: {
          type: "AND",
          values: [
            { type: "OR", values: [paid] },
            { type: "AND", values: [chrome] },
          ],
        },
      },
    ],
    [
      "breakdown, interval, test accounts",
      trends,
      { breakdown_filter: { breakdown: "x" }, interval: "week", filterTestAccounts: true },
      { ...trends, breakdownFilter: { breakdown: "x" }, interval: "week", filterTestAccounts: true },
    ],
    [
      "through wrappers",
      { kind: "InsightVizNode", source: trends },
      { interval: "week" },
      { kind: "InsightVizNode", source: { ...trends, interval: "week" } },
    ],
    [
      "filters of SQL",
      { kind: "HogQLQuery", query: "select 1" },
      { date_from: "-1d", properties: [chrome] },
      {
        kind: "HogQLQuery",
        query: "select 1",
        filters: { dateRange: { date_from: "-1d" }, properties: [chrome] },
      },
    ],
  ])("%s", (_, query, filters, expected) => expect(applyOverrides(query, filters, null)).toEqual(expected));

  it("sets variables by their name, whatever they are filed under", () => {
    const own = { a: { code_name: "plan", value: 1 }, b: { code_name: "since", value: 2 } };
    const query = { kind: "HogQLQuery", variables: own };
    const set = { v1: { code_name: "plan", value: 3 } };
    expect(applyOverrides(query, null, set).variables).toEqual({ b: own.b, v1: set.v1 });
  });

  it("merges variables", () => {
    const query = { kind: "HogQLQuery", variables: { a: { value: 1 }, b: { value: 2 } } };
    expect(applyOverrides(query, null, { b: { value: 3 } })).toEqual({
      ...query,
      variables: { a: { value: 1 }, b: { value: 3 } },
    });
  });
});
