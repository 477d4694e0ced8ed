import { defineKind } from "../define-kind.ts";
import { funnelCorrelationActorsSchema } from "../funnel-correlation/schema.ts";
import type { QueryKind } from "../query-kind.ts";
import { compileActors } from "./compile.ts";
import { watchedEvents } from "./recordings.ts";
import {
  type ActorSourceQuery,
  type ActorsQuery,
  actorsSchema,
  funnelsActorsSchema,
  insightActorsSchema,
  stickinessActorsSchema,
} from "./schema.ts";
import { actorSource } from "./who.ts";

const DEFAULT_COLUMNS = ["person", "id", "person.$delete"];

const definition: QueryKind<ActorsQuery> = {
  kind: "ActorsQuery",
  schema: actorsSchema,
  compile(query, context) {
    const { limit, offset } = query;
    if (!query.source) {
      const select = query.select ?? DEFAULT_COLUMNS;
      return compileActors({ query, source: undefined, group: undefined, select, limit, offset }, context);
    }
    const source = actorSource(query.source, new Set(query.select ?? ["event_distinct_ids"]), context);
    if (!source.ok) return source;
    const { group, columns } = source.value;
    const more = columns.includes("event_distinct_ids") ? ["event_distinct_ids"] : [];
    const select = query.select ?? (group === undefined ? [...DEFAULT_COLUMNS, ...more] : ["group"]);
    const asksForRecordings = select.includes("matched_recordings");
    const watched = asksForRecordings ? watchedEvents(query.source, context) : undefined;
    if (watched && !watched.ok) return watched;
    const list = { query, source: source.value, group, select, limit, offset, watched: watched?.value };
    return compileActors(list, context);
  },
};

/** ActorsQuery: the persons or groups behind a number, or every person. */
export const actorsQuery = defineKind(definition);

/** A source that is asked on its own: who it names, and what it counts of them. */
function direct<Query extends ActorSourceQuery>(
  kind: string,
  schema: QueryKind<Query>["schema"],
): QueryKind<Query> {
  return {
    kind,
    schema,
    compile(query, context) {
      const source = actorSource(query, new Set(), context);
      if (!source.ok) return source;
      const { group, columns } = source.value;
      const select = ["actor_id", ...columns];
      return compileActors(
        { query: NO_FILTERS, source: source.value, group, select, limit: undefined, offset: undefined },
        context,
      );
    },
  };
}

const NO_FILTERS = {
  search: undefined,
  properties: undefined,
  fixedProperties: undefined,
  orderBy: undefined,
} as const;

export const insightActorsQuery = defineKind(direct("InsightActorsQuery", insightActorsSchema));
export const funnelsActorsQuery = defineKind(direct("FunnelsActorsQuery", funnelsActorsSchema));
export const funnelCorrelationActorsQuery = defineKind(
  direct("FunnelCorrelationActorsQuery", funnelCorrelationActorsSchema),
);
export const stickinessActorsQuery = defineKind(direct("StickinessActorsQuery", stickinessActorsSchema));
