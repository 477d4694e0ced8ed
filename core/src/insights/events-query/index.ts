import { defineKind } from "../define-kind.ts";
import type { QueryKind } from "../query-kind.ts";
import { compileEvents, MAX_ROWS } from "./compile.ts";
import { type EventsQuery, eventsQuerySchema } from "./schema.ts";
import { shapeEvents } from "./shape.ts";

const definition: QueryKind<EventsQuery> = {
  kind: "EventsQuery",
  schema: eventsQuerySchema,
  compile(query, context) {
    const compiled = compileEvents(query, context);
    if (!compiled.ok) return compiled;
    return {
      ok: true,
      value: {
        run: "query",
        select: compiled.value.select,
        limits: { defaultRows: null, maxRows: MAX_ROWS + 1 },
        shape: (rows) => shapeEvents(compiled.value, rows),
      },
    };
  },
};

/** EventsQuery: a list of events, or aggregates over them. */
export const eventsQuery = defineKind(definition);
