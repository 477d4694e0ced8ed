import { and, call, compare, constant, desc, eq, field, instant, select } from "@edgewise/core/sql/build.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid } from "../../http/errors.ts";
import { readRows } from "../warehouse/read.ts";
import { textTable } from "./text-table.ts";

export interface TaxonomyQuery {
  readonly kind: string;
  readonly limit: number;
  readonly offset: number;
  readonly event_name?: string;
}

const SINCE_MS = 30 * 86_400_000;

/** Names that a project's data has, as a text table: `events`, or `event_properties` of one event. */
export async function readTaxonomy(access: ProjectAccess, query: TaxonomyQuery, deps: Deps): Promise<string> {
  const recent = compare(field("timestamp"), ">=", instant(deps.now().getTime() - SINCE_MS));
  const page = { limit: query.limit, offset: query.offset };
  const total = call("count");
  if (query.kind === "events") {
    const rows = await readRows(
      access,
      select({
        select: [field("event"), total],
        from: "events",
        where: recent,
        groupBy: [field("event")],
        orderBy: [desc(total)],
        ...page,
      }),
      deps,
    );
    return textTable(["event", "count in 30 days"], rows, false);
  }
  if (query.kind === "event_properties") {
    const name = query.event_name;
    if (name === undefined) throw invalid("args__query__event_name", "This field is required.", "required");
    const key = call("arrayJoin", call("JSONExtractKeys", field("properties")));
    const rows = await readRows(
      access,
      select({
        select: [key, total],
        from: "events",
        where: and(recent, eq(field("event"), constant(name))),
        groupBy: [key],
        orderBy: [desc(total)],
        ...page,
      }),
      deps,
    );
    return textTable(["property", "count in 30 days"], rows, false);
  }
  throw invalid(
    "args__query__kind",
    `"${query.kind}" is not known: use "events" or "event_properties".`,
    "invalid_choice",
  );
}
