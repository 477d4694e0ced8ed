import type { InsightResult } from "../error.ts";
import type { EngineQuery, EngineRows, InsightContext } from "../query-kind.ts";
import { actorColumns, isAggregated } from "./columns.ts";
import { actorsPage, type PageInput } from "./page.ts";
import { facesOf, toFaces } from "./read-faces.ts";
import { type ShownPage, shapeActors } from "./shape.ts";

const DEFAULT_LIMIT = 100;
export const MAX_LIMIT = 10_000;

/** What a list of actors is asked with. */
export interface ActorList extends Pick<PageInput, "query" | "source" | "group"> {
  readonly select: readonly string[];
  readonly limit: number | undefined;
  readonly offset: number | undefined;
}

/** A page of actors in one query, and what is stored of them in a second one, by their keys. */
export function compileActors(
  { query, source, group, select, limit = DEFAULT_LIMIT, offset = 0 }: ActorList,
  context: InsightContext,
): InsightResult<EngineQuery> {
  const columns = actorColumns(select, source ?? { group, columns: [] }, context);
  if (!columns.ok) return columns;
  const page = actorsPage({ query, source, group, columns: columns.value, limit, offset }, context);
  if (!page.ok) return page;
  const aggregated = isAggregated(columns.value);
  const shown: ShownPage = { select, columns: columns.value, group, aggregated, limit, offset };
  const named = source === undefined || source.identified || group !== undefined;
  const facing = !aggregated && columns.value.some((one) => one.kind === "face" && !(one.id && named));
  const faces = (first: EngineRows): InsightResult<EngineQuery | undefined> => {
    const keys = first.rows.slice(0, limit).map(([key]) => String(key));
    if (!facing || keys.length === 0) return { ok: true, value: undefined };
    return {
      ok: true,
      value: {
        run: "query",
        select: facesOf(keys, group, !named),
        limits: { defaultRows: null, maxRows: MAX_LIMIT + 1 },
        shape: (rows) => shapeActors(shown, first, toFaces(rows, group)),
      },
    };
  };
  return {
    ok: true,
    value: {
      run: "query",
      select: page.value,
      limits: { defaultRows: null, maxRows: MAX_LIMIT + 1 },
      shape: (rows) => shapeActors(shown, rows, undefined),
      next: faces,
    },
  };
}
