import type { JsonObject } from "@edgewise/core/events/types.ts";
import { isTableName } from "@edgewise/core/sql/schema/registry.ts";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { ApiError, invalid } from "../../http/errors.ts";
import { definitionsFor } from "../query/definitions.ts";
import { queryEngineOf } from "../query/engine.ts";
import { queryRequest } from "../query/request.ts";
import { runQuery } from "../query/run-query.ts";

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;

export interface ViewColumn {
  readonly name: string;
  readonly type: string;
}

/** Throws with `attr` for a name that SQL can't read as a table, or that a table has. */
export function checkViewName(name: string): void {
  if (!NAME.test(name))
    throw invalid(
      "name",
      "Use letters, digits and _, not beginning with a digit: it is a table's name in SQL.",
    );
  if (isTableName(name)) throw invalid("name", `There is a table called ${name} already.`, "unique");
}

/**
 * The columns of a view as it would be stored, by running it without rows: as itself, so that one which comes to read
 * itself is found. Throws with `attr` for what can't run.
 */
export async function columnsOfView(
  access: ProjectAccess,
  view: { readonly name: string; readonly query: string; readonly replaces?: string },
  deps: RegionDeps,
  signal: AbortSignal,
): Promise<ViewColumn[]> {
  const query: JsonObject = { kind: "HogQLQuery", query: `SELECT * FROM ${view.name} LIMIT 0` };
  const [engine, definitions] = await Promise.all([queryEngineOf(deps), definitionsFor(query, access, deps)]);
  const others = (definitions.savedViews ?? []).filter(
    ({ name }) => name !== view.name && name !== view.replaces,
  );
  try {
    const { types } = await runQuery(engine, {
      access,
      request: queryRequest.parse({ query, refresh: "force_blocking" }),
      definitions: { ...definitions, savedViews: [...others, { ...view, columns: [] }] },
      engineQueryId: `edgewise-${access.environmentId}-${deps.newId()}`,
      signal,
      now: () => deps.now().getTime(),
    });
    const columns = (types as [string, string][]).map(([name, type]) => ({ name, type }));
    const twice = columns.find(({ name }, index) => columns.findIndex((one) => one.name === name) !== index);
    if (twice) throw invalid("query", `Two columns are called ${twice.name}: give one of them an alias.`);
    return columns;
  } catch (error) {
    if (error instanceof ApiError && error.status === 400 && !error.options.attr)
      throw invalid("query", error.message);
    throw error;
  }
}
