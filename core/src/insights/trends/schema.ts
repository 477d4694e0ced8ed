import * as z from "zod";
import {
  breakdownFilter,
  compareFilter,
  entityNode,
  insightBase,
  interval,
  optional,
} from "../nodes/schema.ts";

const trendsFilter = z.object({
  formula: optional(z.string()),
  formulas: optional(z.array(z.string())),
  formulaNodes: optional(z.array(z.object({ formula: z.string(), custom_name: optional(z.string()) }))),
  smoothingIntervals: optional(z.int().min(1).max(366)),
  display: optional(z.string()),
  breakdown_histogram_bin_count: optional(z.int().min(1)),
});

/** TrendsQuery of the public API (API.md 2.6); what only concerns the chart is ignored. */
export const trendsSchema = z.object({
  kind: z.literal("TrendsQuery"),
  ...insightBase,
  series: z.array(entityNode).min(1, "at least one series is needed").max(26, "at most 26 series"),
  interval: optional(interval),
  trendsFilter: optional(trendsFilter),
  breakdownFilter: optional(breakdownFilter),
  compareFilter: optional(compareFilter),
});
export type TrendsQuery = z.output<typeof trendsSchema>;
