import * as z from "zod";
import type { JsonValue } from "../../events/types.ts";
import { INTERVALS } from "../date-range/calendar.ts";

/** Shared parts of insight queries (API.md 2.0). Unknown keys are ignored; null means absent. */

const json = z.unknown().transform((value) => value as JsonValue);

const optional = <Type extends z.ZodType>(type: Type) =>
  type.nullish().transform((value) => (value === null ? undefined : value) as z.output<Type> | undefined);

export const dateRange = z.object({
  date_from: optional(z.string()),
  date_to: optional(z.string()),
  explicitDate: optional(z.boolean()),
});

/** Flat list or group: `propertyFiltersToExpr` validates the filters themselves. */
export const propertyFilters = optional(z.union([z.array(json), z.record(z.string(), json)]));

export const interval = z.enum(INTERVALS);

export const compareFilter = z.object({ compare: optional(z.boolean()), compare_to: optional(z.string()) });

/** Bounds of the bins are that many and one more quantiles. */
const binCount = z.int().min(1).max(90, "at most 90 bins");

const breakdownValue = z.union([z.string(), z.number()]);

export const breakdownFilter = z.object({
  breakdown_type: optional(z.string()),
  breakdown: optional(z.union([breakdownValue, z.array(breakdownValue)])),
  breakdowns: optional(
    z
      .array(
        z.object({
          type: optional(z.string()),
          property: z.union([z.string(), z.number()]),
          normalize_url: optional(z.boolean()),
          group_type_index: optional(z.int().min(0).max(4)),
          histogram_bin_count: optional(binCount),
        }),
      )
      .max(3, "at most 3 breakdowns"),
  ),
  breakdown_limit: optional(z.int().min(1).max(1000)),
  breakdown_group_type_index: optional(z.int().min(0).max(4)),
  breakdown_histogram_bin_count: optional(binCount),
  breakdown_normalize_url: optional(z.boolean()),
  breakdown_path_cleaning: optional(z.boolean()),
  breakdown_hide_other_aggregation: optional(z.boolean()),
});
export type BreakdownFilter = z.output<typeof breakdownFilter>;

const nodeBase = {
  name: optional(z.string()),
  custom_name: optional(z.string()),
  math: optional(z.string()),
  math_multiplier: optional(z.number()),
  math_property: optional(z.string()),
  math_property_type: optional(z.string()),
  math_hogql: optional(z.string()),
  math_group_type_index: optional(z.int().min(0).max(4)),
  properties: propertyFilters,
  fixedProperties: propertyFilters,
};

const eventsNode = z.object({ kind: z.literal("EventsNode"), event: optional(z.string()), ...nodeBase });
const actionsNode = z.object({
  kind: z.literal("ActionsNode"),
  id: z.union([z.int(), z.string()]),
  ...nodeBase,
});
const groupNode = z.object({
  kind: z.literal("GroupNode"),
  operator: optional(z.string()),
  nodes: z.array(z.discriminatedUnion("kind", [eventsNode, actionsNode])).min(1),
  ...nodeBase,
});

/** One series of an insight. Data warehouse nodes are refused by name. */
export const entityNode = z.discriminatedUnion("kind", [eventsNode, actionsNode, groupNode]);
export type EntityNode = z.output<typeof entityNode>;
export type EventsNode = z.output<typeof eventsNode>;

/** Fields that every insight query has. */
export const insightBase = {
  dateRange: optional(dateRange),
  filterTestAccounts: optional(z.boolean()),
  properties: propertyFilters,
  aggregation_group_type_index: optional(z.int().min(0).max(4)),
  samplingFactor: optional(z.number().min(0).max(1)),
};

export { optional };
