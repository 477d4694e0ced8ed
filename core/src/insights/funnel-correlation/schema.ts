import * as z from "zod";
import { funnelsActorsSchema } from "../funnel/actors-schema.ts";
import { entityNode, optional, propertyFilters } from "../nodes/schema.ts";

const names = optional(z.array(z.string()).max(1000, "at most 1000 names"));

/** FunnelCorrelationQuery of the public API (API.md 2.13). */
export const funnelCorrelationSchema = z.object({
  kind: z.literal("FunnelCorrelationQuery"),
  source: funnelsActorsSchema,
  funnelCorrelationType: z.enum(["events", "properties", "event_with_properties"]),
  funnelCorrelationExcludeEventNames: names,
  funnelCorrelationEventNames: names,
  funnelCorrelationEventExcludePropertyNames: names,
  funnelCorrelationNames: names,
  funnelCorrelationExcludeNames: names,
});
export type FunnelCorrelationQuery = z.output<typeof funnelCorrelationSchema>;

/** FunnelCorrelationActorsQuery of the public API: who is behind one line of a correlation. */
export const funnelCorrelationActorsSchema = z.object({
  kind: z.literal("FunnelCorrelationActorsQuery"),
  source: funnelCorrelationSchema,
  funnelCorrelationPersonConverted: optional(z.boolean()),
  funnelCorrelationPersonEntity: optional(entityNode),
  funnelCorrelationPropertyValues: propertyFilters,
});
export type FunnelCorrelationActorsQuery = z.output<typeof funnelCorrelationActorsSchema>;
