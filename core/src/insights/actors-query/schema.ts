import * as z from "zod";
import { funnelsActorsSchema } from "../funnel/actors-schema.ts";
import { funnelCorrelationActorsSchema } from "../funnel-correlation/schema.ts";
import { lifecycleSchema } from "../lifecycle/schema.ts";
import { optional, propertyFilters } from "../nodes/schema.ts";
import { pathsSchema } from "../paths/schema.ts";
import { retentionSchema } from "../retention/schema.ts";
import { stickinessSchema } from "../stickiness/schema.ts";
import { trendsSchema } from "../trends/schema.ts";

export { funnelsActorsSchema } from "../funnel/actors-schema.ts";

const breakdownValue = z.union([z.string(), z.number()]);
const breakdownValues = optional(z.union([breakdownValue, z.array(breakdownValue)]));
const compare = optional(z.enum(["current", "previous"]));

/** InsightActorsQuery of API.md 2.14: `day`, `status`, `interval`, … say which number is meant. */
export const insightActorsSchema = z.object({
  kind: z.literal("InsightActorsQuery"),
  source: z.discriminatedUnion("kind", [
    trendsSchema,
    retentionSchema,
    stickinessSchema,
    lifecycleSchema,
    pathsSchema,
  ]),
  day: optional(z.union([z.string(), z.number()])),
  status: optional(z.enum(["new", "returning", "resurrecting", "dormant"])),
  /** Row of a retention table, and (ours) its column. */
  interval: optional(z.int().min(0)),
  selected: optional(z.int().min(0)),
  series: optional(z.int().min(0)),
  breakdown: breakdownValues,
  compare,
});
export type InsightActorsQuery = z.output<typeof insightActorsSchema>;

/** StickinessActorsQuery of API.md 2.10. */
export const stickinessActorsSchema = z.object({
  kind: z.literal("StickinessActorsQuery"),
  source: stickinessSchema,
  day: optional(z.int().min(1)),
  operator: optional(z.enum(["exact", "gte", "lte"])),
  series: optional(z.int().min(0)),
  compare,
});
export type StickinessActorsQuery = z.output<typeof stickinessActorsSchema>;

const hogqlSource = z.object({ kind: z.literal("HogQLQuery"), query: z.string() });

/** Queries that name actors. */
export const actorSourceSchema = z.discriminatedUnion("kind", [
  funnelsActorsSchema,
  funnelCorrelationActorsSchema,
  insightActorsSchema,
  stickinessActorsSchema,
  hogqlSource,
]);
export type ActorSourceQuery = z.output<typeof actorSourceSchema>;

/** ActorsQuery of the public API (API.md 2.4): who is behind a number, or every person. */
export const actorsSchema = z.object({
  kind: z.literal("ActorsQuery"),
  source: optional(actorSourceSchema),
  select: optional(z.array(z.string()).max(100, "at most 100 columns")),
  search: optional(z.string()),
  properties: propertyFilters,
  fixedProperties: propertyFilters,
  orderBy: optional(z.array(z.string()).max(20, "at most 20 columns")),
  limit: optional(z.int().min(1)),
  offset: optional(z.int().min(0)),
});
export type ActorsQuery = z.output<typeof actorsSchema>;
