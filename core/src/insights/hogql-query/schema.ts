import * as z from "zod";
import type { JsonValue } from "../../events/types.ts";

const json: z.ZodType<JsonValue> = z.json() as z.ZodType<JsonValue>;

const dateRange = z.looseObject({
  date_from: z.string().nullish(),
  date_to: z.string().nullish(),
});

const filtersSchema = z.looseObject({
  properties: z.union([z.array(json), z.record(z.string(), json)]).nullish(),
  dateRange: dateRange.nullish(),
  filterTestAccounts: z.boolean().nullish(),
});

const variable = z.looseObject({
  code_name: z.string(),
  value: json.optional(),
  isNull: z.boolean().nullish(),
});

/** HogQLQuery: a SELECT as text, with what fills its placeholders. */
export const hogqlQuerySchema = z.looseObject({
  kind: z.literal("HogQLQuery"),
  query: z.string(),
  values: z.record(z.string(), json).nullish(),
  filters: filtersSchema.nullish(),
  variables: z.record(z.string(), variable).nullish(),
  modifiers: z.looseObject({ convertToProjectTimezone: z.boolean().nullish() }).nullish(),
});

export type HogQLQuery = z.infer<typeof hogqlQuerySchema>;
