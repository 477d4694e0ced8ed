import * as z from "zod";
import { compareFilter, dateRange, interval, optional, propertyFilters } from "../nodes/schema.ts";

/** Columns that tables of web analytics can be sorted by (API.md 2.15). */
const ORDER_FIELDS = [
  "Visitors",
  "Views",
  "AvgTimeOnPage",
  "Clicks",
  "BounceRate",
  "AverageScrollPercentage",
  "ScrollGt80Percentage",
  "TotalConversions",
  "UniqueConversions",
  "ConversionRate",
  "ConvertingUsers",
  "RageClicks",
  "DeadClicks",
  "Errors",
] as const;
export type OrderField = (typeof ORDER_FIELDS)[number];

const conversionGoal = z.union([
  z.object({ actionId: z.int() }),
  z.object({ customEventName: z.string().min(1) }),
]);

/** Fields that every query of web analytics has. Sampling and revenue are accepted: answers are exact and without money. */
export const webBase = {
  dateRange: optional(dateRange),
  properties: propertyFilters,
  conversionGoal: optional(conversionGoal),
  compareFilter: optional(compareFilter),
  interval: optional(interval),
  filterTestAccounts: optional(z.boolean()),
  doPathCleaning: optional(z.boolean()),
  orderBy: optional(z.tuple([z.enum(ORDER_FIELDS), z.enum(["ASC", "DESC"])])),
};
const webSchema = z.object(webBase);
export type WebQuery = z.output<typeof webSchema>;

/** Rows of a table, and from which on. */
export const webPage = {
  limit: optional(z.int().min(1).max(10_000)),
  offset: optional(z.int().min(0)),
};
