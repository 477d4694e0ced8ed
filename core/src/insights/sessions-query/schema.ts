import * as z from "zod";
import { eventsQuerySchema } from "../events-query/schema.ts";

const { kind: _, events: __, ...shared } = eventsQuerySchema.shape;

/** SessionsQuery (API.md 2.3): a list of sessions, or aggregates over them. */
export const sessionsQuerySchema = z.looseObject({
  ...shared,
  kind: z.literal("SessionsQuery"),
  /** Filters of events: sessions with an event that meets them. */
  eventProperties: shared.properties,
});
export type SessionsQuery = z.infer<typeof sessionsQuerySchema>;
