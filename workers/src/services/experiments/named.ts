import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import type { ExperimentDefinition } from "@edgewise/core/experiments/definition.ts";
import { listLooks } from "@edgewise/db/mysql/repos/experiment-results.ts";
import { findExperiment } from "@edgewise/db/mysql/repos/experiments.ts";
import type { Deps } from "../../deps.ts";
import type { QueryTenant } from "../query/tenant.ts";
import { definitionOf } from "./definition.ts";
import { flagOf } from "./find.ts";
import { fingerprintOf } from "./fingerprint.ts";

/** The experiments that a query names by number, as its compiler wants them. */
export async function experimentsNamed(
  query: JsonValue,
  access: QueryTenant,
  deps: Deps,
): Promise<ReadonlyMap<number, ExperimentDefinition>> {
  const found = await Promise.all(nodesOf(query).map((node) => experimentNamed(node, access, deps)));
  return new Map(found.flatMap((definition) => (definition ? [[definition.id, definition] as const] : [])));
}

/** The parts of a query that are about an experiment. */
function nodesOf(value: JsonValue): (JsonObject & { experiment_id: number })[] {
  if (typeof value !== "object" || value === null) return [];
  const own = !Array.isArray(value) && typeof value.experiment_id === "number" ? [value] : [];
  return [...(own as (JsonObject & { experiment_id: number })[]), ...Object.values(value).flatMap(nodesOf)];
}

/** The experiment with the looks at the metric that is asked: none at another definition of it, none at the past. */
async function experimentNamed(
  { experiment_id: id, metric, as_of }: JsonObject & { experiment_id: number },
  access: QueryTenant,
  deps: Deps,
): Promise<ExperimentDefinition | null> {
  const row = await findExperiment(access, deps.db, id);
  if (!row || row.deleted) return null;
  const flag = await flagOf(access, row, deps);
  if (typeof metric !== "object" || metric === null || as_of != null) return definitionOf({ row, flag }, []);
  const [looks, fingerprint] = await Promise.all([
    listLooks({ ...access, experimentId: id }, deps.db),
    fingerprintOf(metric as JsonObject, row),
  ]);
  return definitionOf(
    { row, flag },
    looks.filter((look) => look.fingerprint === fingerprint),
  );
}
