import * as z from "zod";
import {
  breakdownFilter,
  compareFilter,
  entityNode,
  insightBase,
  interval,
  optional,
} from "../nodes/schema.ts";

const exclusionNode = entityNode.and(
  z.object({ funnelFromStep: z.int().min(0), funnelToStep: z.int().min(0) }),
);
export type ExclusionNode = z.output<typeof exclusionNode>;

const stepNode = entityNode.and(z.object({ optionalInFunnel: optional(z.boolean()) }));
export type StepNode = z.output<typeof stepNode>;

const funnelsFilter = z.object({
  funnelOrderType: optional(z.enum(["ordered", "strict", "unordered"])),
  funnelVizType: optional(z.enum(["steps", "time_to_convert", "trends", "flow"])),
  funnelWindowInterval: optional(z.int().min(1).max(100_000)),
  funnelWindowIntervalUnit: optional(z.enum(["second", "minute", "hour", "day", "week", "month"])),
  exclusions: optional(z.array(exclusionNode).max(10, "at most 10 exclusions")),
  breakdownAttributionType: optional(z.enum(["first_touch", "last_touch", "all_events", "step"])),
  breakdownAttributionValue: optional(z.int().min(0)),
  funnelAggregateByHogQL: optional(z.string()),
  funnelFromStep: optional(z.int().min(0)),
  funnelToStep: optional(z.int().min(0)),
  binCount: optional(z.union([z.int().min(1).max(90), z.literal("auto")])),
});

/** FunnelsQuery of the public API (API.md 2.7); what only concerns the chart is ignored. */
export const funnelsSchema = z.object({
  kind: z.literal("FunnelsQuery"),
  ...insightBase,
  series: z.array(stepNode).max(20, "at most 20 steps"),
  interval: optional(interval),
  funnelsFilter: optional(funnelsFilter),
  breakdownFilter: optional(breakdownFilter),
  compareFilter: optional(compareFilter),
});
export type FunnelsQuery = z.output<typeof funnelsSchema>;
