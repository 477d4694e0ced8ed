import type { CohortNode } from "@edgewise/core/cohorts/definition.ts";
import { parseCohort } from "@edgewise/core/cohorts/parse.ts";
import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { CohortRow } from "@edgewise/db/mysql/repos/cohorts.ts";

export type Definitions = ReadonlyMap<number, CohortNode | "list">;

/** The cohorts of a project, read; one that can't be read (an action of it is gone) is left out. */
export function definitionsOf(rows: readonly CohortRow[], actions: ReadonlySet<number>): Definitions {
  const known = { cohorts: new Set(rows.map(({ id }) => id)), actions };
  return new Map(
    rows.flatMap((row): [number, CohortNode | "list"][] => {
      if (row.isStatic) return [[row.id, "list"]];
      const parsed = parseCohort((row.filters.properties ?? {}) as JsonObject, known);
      return parsed.ok ? [[row.id, parsed.value]] : [];
    }),
  );
}
