import type { JsonValue } from "@edgewise/core/events/types.ts";
import type { ExperimentDefinition } from "@edgewise/core/experiments/definition.ts";
import { listLooks } from "@edgewise/db/mysql/repos/experiment-results.ts";
import { findExperiment } from "@edgewise/db/mysql/repos/experiments.ts";
import type { Deps } from "../../deps.ts";
import type { QueryTenant } from "../query/tenant.ts";
import { definitionOf } from "./definition.ts";
import { flagOf } from "./find.ts";

/** The experiments that a query names by number, as its compiler wants them. */
export async function experimentsNamed(
  query: JsonValue,
  access: QueryTenant,
  deps: Deps,
): Promise<ReadonlyMap<number, ExperimentDefinition>> {
  const text = JSON.stringify(query ?? null);
  const ids = new Set([...text.matchAll(/"experiment_id":(\d{1,9})\b/g)].map(([, id]) => Number(id)));
  const found = await Promise.all([...ids].map((id) => experimentNamed(id, access, deps)));
  return new Map(found.flatMap((definition) => (definition ? [[definition.id, definition] as const] : [])));
}

async function experimentNamed(
  id: number,
  access: QueryTenant,
  deps: Deps,
): Promise<ExperimentDefinition | null> {
  const row = await findExperiment(access, deps.db, id);
  if (!row || row.deleted) return null;
  const [flag, looks] = await Promise.all([
    flagOf(access, row, deps),
    listLooks({ ...access, experimentId: id }, deps.db),
  ]);
  return definitionOf({ row, flag }, looks);
}
