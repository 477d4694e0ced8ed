import * as z from "zod";
import type { PropertyFilter } from "./filter.ts";

/** A property filter as it stands in URLs; unknown keys are dropped. */
export const filterSchema: z.ZodType<PropertyFilter> = z.object({
  key: z.string(),
  type: z.string().default("event"),
  operator: z.string().default("exact"),
  value: z.json().default(null),
  group_type_index: z.number().int().optional(),
  negation: z.boolean().optional(),
  cohort_name: z.string().nullable().optional(),
}) as z.ZodType<PropertyFilter>;
