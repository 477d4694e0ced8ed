import { describe, expect, it } from "vitest";
import { fromMetric, type MetricDraft, newMetric, problemOf, toMetric, withKind } from "./metric-draft.ts";
import type { ApiMetric } from "./types.ts";

const on = (event: string) => ({ kind: "EventsNode", event });

describe("a stored metric survives the editor", () => {
  it.each<[string, ApiMetric]>([
    [
      "funnel",
      { metric_type: "funnel", series: [on("a"), on("b")], funnel_order_type: "strict", goal: "increase" },
    ],
    [
      "mean",
      {
        metric_type: "mean",
        source: { ...on("a"), math: "sum", math_property: "x" },
        upper_bound_percentile: 0.999,
        goal: "decrease",
      },
    ],
    ["ratio", { metric_type: "ratio", numerator: on("a"), denominator: on("b"), goal: "increase" }],
    [
      "retention",
      {
        metric_type: "retention",
        start_event: on("a"),
        completion_event: on("b"),
        retention_window_start: 2,
        retention_window_end: 9,
        retention_window_unit: "day",
        start_handling: "first_seen",
        goal: "increase",
      },
    ],
    [
      "a window",
      {
        metric_type: "mean",
        source: on("a"),
        conversion_window: 72,
        conversion_window_unit: "hour",
        goal: "increase",
      },
    ],
    ["a guardrail", { metric_type: "mean", source: on("a"), guardrail: { margin: 0.05 }, goal: "increase" }],
  ])("%s", (_, metric) => {
    const stored = { ...metric, kind: "ExperimentMetric", uuid: "u", name: "n" };
    expect(toMetric(fromMetric(stored, "primary"))).toEqual(stored);
  });

  it("reads other units as days", () => {
    const weekly: ApiMetric = {
      metric_type: "mean",
      source: on("a"),
      conversion_window: 2,
      conversion_window_unit: "week",
    };
    expect(fromMetric(weekly, "primary").windowDays).toBe("14");
  });
});

describe("a new one", () => {
  const draft = newMetric("1", "secondary");
  it.each<[string, MetricDraft, string | null]>([
    ["has no event", draft, "Choose the event."],
    ["has one", { ...draft, nodes: [on("a")] }, null],
    [
      "sums nothing",
      { ...draft, kind: "mean", nodes: [{ ...on("a"), math: "sum" }] },
      "Choose the property.",
    ],
    [
      "comes back before it left",
      { ...draft, kind: "retention", nodes: [on("a"), on("b")], from: "5", to: "2" },
      "The return window ends before it starts.",
    ],
  ])("%s", (_, given, expected) => expect(problemOf(given)).toBe(expected));

  it("keeps its events when its kind changes", () => {
    const two = { ...draft, nodes: [on("a"), on("b"), on("c")] };
    expect(withKind(two, "ratio").nodes).toEqual([on("a"), on("b")]);
    expect(withKind(two, "mean").nodes).toEqual([on("a")]);
    expect(withKind({ ...draft, nodes: [on("a")] }, "retention").nodes).toEqual([on("a"), on("")]);
    expect(withKind(two, "funnel").nodes).toHaveLength(3);
  });
});
