import * as z from "zod";
import { breakdownFilter, insightBase, optional, propertyFilters } from "../nodes/schema.ts";

/** Longest retention table: columns, or their sum for brackets. */
const MAX_INTERVALS = 366;

const entity = z.object({
  id: optional(z.union([z.string(), z.number()])),
  name: optional(z.string()),
  custom_name: optional(z.string()),
  type: optional(z.enum(["events", "actions", "data_warehouse", "new_entity"])),
  kind: optional(z.string()),
  properties: propertyFilters,
});
export type RetentionEntity = z.output<typeof entity>;

export const RETENTION_TYPES = [
  "retention_recurring",
  "retention_first_time",
  "retention_first_ever_occurrence",
] as const;

const retentionFilter = z.object({
  period: optional(z.enum(["Hour", "Day", "Week", "Month"])),
  totalIntervals: optional(
    z.int().min(1, "at least 1 interval").max(MAX_INTERVALS, `at most ${MAX_INTERVALS} intervals`),
  ),
  targetEntity: optional(entity),
  returningEntity: optional(entity),
  retentionType: optional(z.enum(RETENTION_TYPES)),
  cumulative: optional(z.boolean()),
  minimumOccurrences: optional(z.int().min(1, "at least 1 event")),
  timeWindowMode: optional(z.enum(["strict_calendar_dates", "24_hour_windows"])),
  retentionCustomBrackets: optional(
    z
      .array(z.int().min(1, "at least 1 interval"))
      .max(50, "at most 50 brackets")
      .refine(
        (brackets) => brackets.reduce((total, length) => total + length, 0) <= MAX_INTERVALS,
        `at most ${MAX_INTERVALS} intervals together`,
      ),
  ),
  aggregationType: optional(z.enum(["count", "sum", "avg"])),
  aggregationProperty: optional(z.string()),
  aggregationPropertyType: optional(z.enum(["event", "person"])),
  meanRetentionCalculation: optional(z.enum(["simple", "weighted", "none"])),
});

/** RetentionQuery of the public API (API.md 2.9); what only concerns the view is ignored. */
export const retentionSchema = z.object({
  kind: z.literal("RetentionQuery"),
  ...insightBase,
  retentionFilter: optional(retentionFilter),
  breakdownFilter: optional(breakdownFilter),
});
export type RetentionQuery = z.output<typeof retentionSchema>;
