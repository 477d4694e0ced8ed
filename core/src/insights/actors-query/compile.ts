import type { Expr } from "../../sql/ast.ts";
import type { InsightResult } from "../error.ts";
import type { EngineQuery, EngineRows, InsightContext } from "../query-kind.ts";
import { actorColumns, isAggregated } from "./columns.ts";
import type { Face } from "./face.ts";
import { actorsPage, type PageInput } from "./page.ts";
import { facesOf, toFaces } from "./read-faces.ts";
import { recordingsOf, toRecordings } from "./recordings.ts";
import { type ShownPage, shapeActors } from "./shape.ts";

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 10_000;

/** What a list of actors is asked with. */
export interface ActorList extends Pick<PageInput, "query" | "source" | "group"> {
  readonly select: readonly string[];
  readonly limit: number | undefined;
  readonly offset: number | undefined;
  /** Events whose recorded sessions are shown. */
  readonly watched?: Expr | undefined;
}

/** A page of actors in one query, what is stored of them in a second one, by their keys, their recordings in a third. */
export function compileActors(
  { query, source, group, select, limit: asked = DEFAULT_LIMIT, offset = 0, watched }: ActorList,
  context: InsightContext,
): InsightResult<EngineQuery> {
  // As everywhere, who asks for more than there is to have gets that much, and `hasMore`.
  const limit = Math.min(asked, MAX_LIMIT);
  const columns = actorColumns(select, source ?? { group, columns: [] }, context);
  if (!columns.ok) return columns;
  const page = actorsPage({ query, source, group, columns: columns.value, limit, offset }, context);
  if (!page.ok) return page;
  const aggregated = isAggregated(columns.value);
  const shown: ShownPage = { select, columns: columns.value, group, aggregated, limit, offset };
  const named = source === undefined || source.identified || group !== undefined;
  const facing = !aggregated && columns.value.some((one) => one.kind === "face" && !(one.id && named));
  const watching =
    !aggregated && watched !== undefined && columns.value.some(({ kind }) => kind === "recordings");
  const keysOf = (first: EngineRows) => first.rows.slice(0, limit).map(([key]) => String(key));
  const limits = { defaultRows: null, maxRows: MAX_LIMIT + 1 };
  /** The sessions of the page's actors, asked last. */
  const recordings = (first: EngineRows, faces?: ReadonlyMap<string, Face>): EngineQuery | undefined => {
    const keys = keysOf(first);
    if (!watching || keys.length === 0) return undefined;
    const shape = (rows: EngineRows) => shapeActors(shown, first, faces, toRecordings(rows));
    return { run: "query", select: recordingsOf(keys, group, watched), limits, shape };
  };
  const faces = (first: EngineRows): InsightResult<EngineQuery | undefined> => {
    const keys = keysOf(first);
    if (!facing || keys.length === 0) return { ok: true, value: recordings(first) };
    return {
      ok: true,
      value: {
        run: "query",
        select: facesOf(keys, group, !named),
        limits,
        shape: (rows) => shapeActors(shown, first, toFaces(rows, group)),
        next: (rows) => ({ ok: true, value: recordings(first, toFaces(rows, group)) }),
      },
    };
  };
  return {
    ok: true,
    value: {
      run: "query",
      select: page.value,
      limits,
      shape: (rows) => shapeActors(shown, rows, undefined),
      next: faces,
    },
  };
}
