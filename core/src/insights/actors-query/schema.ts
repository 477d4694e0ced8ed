import * as z from "zod";
import { funnelsSchema } from "../funnel/schema.ts";
import { optional } from "../nodes/schema.ts";

const breakdownValue = z.union([z.string(), z.number()]);

const funnelsActors = z.object({
  kind: z.literal("FunnelsActorsQuery"),
  source: funnelsSchema,
  funnelStep: optional(z.int()),
  funnelStepBreakdown: optional(z.union([breakdownValue, z.array(breakdownValue)])),
  funnelTrendsDropOff: optional(z.boolean()),
});
export type FunnelsActorsQuery = z.output<typeof funnelsActors>;

/** ActorsQuery of the public API (API.md 2.4): who is behind a number. */
export const actorsSchema = z.object({
  kind: z.literal("ActorsQuery"),
  source: z.discriminatedUnion("kind", [funnelsActors]),
  select: optional(z.array(z.string())),
  limit: optional(z.int().min(1).max(10_000)),
  offset: optional(z.int().min(0)),
});
export type ActorsQuery = z.output<typeof actorsSchema>;
