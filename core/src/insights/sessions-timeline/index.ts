import * as z from "zod";
import type { JsonObject, JsonValue } from "../../events/types.ts";
import { defineKind } from "../define-kind.ts";
import { compileEvents } from "../events-query/compile.ts";
import { eventsQuerySchema } from "../events-query/schema.ts";
import { shapeEvents } from "../events-query/shape.ts";
import { optional } from "../nodes/schema.ts";
import type { QueryKind } from "../query-kind.ts";

/** SessionsTimelineQuery of the public API (API.md 2.16). */
const schema = z.object({
  kind: z.literal("SessionsTimelineQuery"),
  personId: optional(z.string()),
  after: optional(z.string()),
  before: optional(z.string()),
});

const MAX_EVENTS = 1000;

const definition: QueryKind<z.output<typeof schema>> = {
  kind: "SessionsTimelineQuery",
  schema,
  compile({ personId, after, before }, context) {
    const query = eventsQuerySchema.parse({
      kind: "EventsQuery",
      select: ["*"],
      personId,
      after,
      before,
      limit: MAX_EVENTS,
    });
    const events = compileEvents(query, context);
    if (!events.ok) return events;
    return {
      ok: true,
      value: {
        run: "query",
        select: events.value.select,
        limits: { defaultRows: null, maxRows: MAX_EVENTS + 1 },
        shape: (rows) => {
          const { results, hasMore = false } = shapeEvents(events.value, rows);
          return { results: bySession((results as JsonObject[][]).flat()), hasMore };
        },
      },
    };
  },
};

/** Runs of events of one session, newest first; events without a session stand in runs of their own. */
function bySession(events: readonly JsonObject[]): JsonValue[] {
  const runs: { sessionId?: string; events: JsonObject[] }[] = [];
  for (const event of events) {
    const session = (event.properties as JsonObject).$session_id;
    const sessionId = typeof session === "string" && session !== "" ? session : undefined;
    const last = runs.at(-1);
    if (last && last.sessionId === sessionId) last.events.push(event);
    else runs.push({ ...(sessionId === undefined ? {} : { sessionId }), events: [event] });
  }
  return runs;
}

/** SessionsTimelineQuery: what happened last, session by session. */
export const sessionsTimelineQuery = defineKind(definition);
