import * as z from "zod";
import { compareFilter, entityNode, insightBase, interval, optional } from "../nodes/schema.ts";

const stickinessFilter = z.object({
  stickinessCriteria: optional(
    z.object({ operator: z.enum(["gte", "lte", "exact"]), value: z.int().min(1, "at least 1 event") }),
  ),
  computedAs: optional(z.enum(["non_cumulative", "cumulative"])),
});

/** StickinessQuery of the public API (API.md 2.10); what only concerns the chart is ignored. */
export const stickinessSchema = z.object({
  kind: z.literal("StickinessQuery"),
  ...insightBase,
  series: z.array(entityNode).min(1, "at least one series is needed").max(26, "at most 26 series"),
  interval: optional(interval),
  intervalCount: optional(z.int().min(1)),
  stickinessFilter: optional(stickinessFilter),
  compareFilter: optional(compareFilter),
});
export type StickinessQuery = z.output<typeof stickinessSchema>;
