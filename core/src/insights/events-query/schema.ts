import * as z from "zod";
import type { JsonValue } from "../../events/types.ts";
import { insightActorsSchema } from "../actors-query/schema.ts";

const json: z.ZodType<JsonValue> = z.json() as z.ZodType<JsonValue>;
const filters = z.union([z.array(json), z.record(z.string(), json)]).nullish();

/** EventsQuery (API.md 2.2): a list of events, or aggregates over them. */
export const eventsQuerySchema = z.looseObject({
  kind: z.literal("EventsQuery"),
  select: z.array(z.string()).default([]),
  where: z.array(z.string()).nullish(),
  properties: filters,
  fixedProperties: filters,
  filterTestAccounts: z.boolean().nullish(),
  event: z.string().nullish(),
  events: z.array(z.string()).nullish(),
  actionId: z.number().int().nullish(),
  personId: z.string().nullish(),
  before: z.string().nullish(),
  after: z.string().nullish(),
  orderBy: z.array(z.string()).nullish(),
  /** A number of an insight: the events behind it. */
  source: insightActorsSchema.nullish(),
  limit: z.number().int().positive().nullish(),
  offset: z.number().int().nonnegative().nullish(),
});

export type EventsQuery = z.infer<typeof eventsQuerySchema>;
