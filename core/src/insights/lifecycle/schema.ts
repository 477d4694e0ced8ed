import * as z from "zod";
import { entityNode, insightBase, interval, optional } from "../nodes/schema.ts";

/** LifecycleQuery of the public API (API.md 2.11); what only concerns the chart is ignored. */
export const lifecycleSchema = z.object({
  kind: z.literal("LifecycleQuery"),
  ...insightBase,
  series: z.array(entityNode).length(1, "exactly one series is needed"),
  interval: optional(interval),
});
export type LifecycleQuery = z.output<typeof lifecycleSchema>;
