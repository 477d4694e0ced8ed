import { defineKind } from "../define-kind.ts";
import { insightError } from "../error.ts";
import type { QueryKind } from "../query-kind.ts";
import { personsOf } from "./compile.ts";
import { funnelPersons } from "./funnel.ts";
import { type ActorsQuery, actorsSchema } from "./schema.ts";
import { CELLS, shapeActors } from "./shape.ts";

const DEFAULT_LIMIT = 100;

const definition: QueryKind<ActorsQuery> = {
  kind: "ActorsQuery",
  schema: actorsSchema,
  compile(query, context) {
    const columns = query.select ?? ["person", "id", "person.$delete"];
    const unknown = columns.find((column) => !Object.hasOwn(CELLS, column));
    if (unknown !== undefined) {
      return insightError(
        `"${unknown}" can't be selected: use ${Object.keys(CELLS).join(", ")}.`,
        "query__select",
        "invalid_choice",
      );
    }
    const actors = funnelPersons(query.source, context);
    if (!actors.ok) return actors;
    const { limit = DEFAULT_LIMIT, offset = 0 } = query;
    return {
      ok: true,
      value: {
        run: "query",
        select: personsOf(actors.value, limit, offset),
        limits: { defaultRows: null, maxRows: 10_001 },
        shape: (rows) => shapeActors(columns, limit, offset, rows),
      },
    };
  },
};

/** ActorsQuery: the persons behind a number. */
export const actorsQuery = defineKind(definition);
