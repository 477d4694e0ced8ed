import type { GuardMetricInput } from "./schema.ts";

interface Preset {
  readonly name: string;
  readonly metric: GuardMetricInput;
}

const errors = { kind: "EventsNode", event: "$exception" } as const;
const vital = (name: string) =>
  ({ kind: "EventsNode", event: "$web_vitals", math_property: `$web_vitals_${name}_value` }) as const;
const slowest = (name: string): GuardMetricInput => ({
  metric_type: "percentile",
  source: vital(name),
  percentile: 0.75,
  goal: "decrease",
});

/** Guard-rails that need no definition. */
export const PRESETS = {
  error_rate: {
    name: "People with an error",
    metric: { metric_type: "mean", source: { ...errors, math: "dau" }, goal: "decrease" },
  },
  errors_per_person: {
    name: "Errors per person",
    metric: {
      metric_type: "mean",
      source: { ...errors, math: "total" },
      upper_bound_percentile: 0.999,
      goal: "decrease",
    },
  },
  lcp_p75: { name: "Largest paint (LCP), p75", metric: slowest("LCP") },
  inp_p75: { name: "Response to input (INP), p75", metric: slowest("INP") },
  cls_p75: { name: "Layout shift (CLS), p75", metric: slowest("CLS") },
} as const satisfies Readonly<Record<string, Preset>>;
