import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { ExperimentDefinition } from "@edgewise/core/experiments/definition.ts";
import type { RegionDeps } from "../../deps.ts";
import { definitionsFor } from "../query/definitions.ts";
import { queryEngineOf } from "../query/engine.ts";
import { queryRequest } from "../query/request.ts";
import { runQuery } from "../query/run-query.ts";
import type { QueryTenant } from "../query/tenant.ts";

/** Runs a query about one experiment with the definition given, whatever is stored. Throws ApiError. */
export async function askExperiment(
  access: QueryTenant,
  query: JsonObject,
  definition: ExperimentDefinition,
  deps: RegionDeps,
  refresh: "blocking" | "force_blocking" = "blocking",
): Promise<JsonObject> {
  const [engine, definitions] = await Promise.all([queryEngineOf(deps), definitionsFor(query, access, deps)]);
  return await runQuery(engine, {
    access,
    request: queryRequest.parse({ query, refresh }),
    definitions: { ...definitions, experiments: new Map([[definition.id, definition]]) },
    engineQueryId: `edgewise-${access.environmentId}-${deps.newId()}`,
    now: () => deps.now().getTime(),
  });
}
