import * as z from "zod";
import { optional } from "../nodes/schema.ts";
import { funnelsSchema } from "./schema.ts";

const breakdownValue = z.union([z.string(), z.number()]);

/** FunnelsActorsQuery of the public API (API.md 2.8): who is in a step of a funnel, or in a period of its trend. */
export const funnelsActorsSchema = z.object({
  kind: z.literal("FunnelsActorsQuery"),
  source: funnelsSchema,
  funnelStep: optional(z.int()),
  funnelStepBreakdown: optional(z.union([breakdownValue, z.array(breakdownValue)])),
  funnelTrendsDropOff: optional(z.boolean()),
  funnelTrendsEntrancePeriodStart: optional(z.string()),
  compare: optional(z.enum(["current", "previous"])),
});
export type FunnelsActorsQuery = z.output<typeof funnelsActorsSchema>;
