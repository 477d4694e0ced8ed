import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import type { Deps } from "../../../deps.ts";
import { notFound } from "../../../http/errors.ts";
import { inRegionOf } from "../../regions/in-region.ts";
import { definitionsFor } from "../definitions.ts";
import { queryEngineOf } from "../engine.ts";
import { engineQueryId } from "../engine-query-id.ts";
import { runQuery } from "../run-query.ts";
import { tenantOf } from "../tenant-of.ts";
import type { Job } from "./job.ts";

/** The answer of a job's query. Throws ApiError. */
export async function runJob(
  shared: Deps,
  { id, environmentId, request }: Pick<Job, "id" | "environmentId" | "request">,
  signal: AbortSignal,
): Promise<JsonObject> {
  const access = await tenantOf(environmentId, shared);
  if (!access) throw notFound("The project is gone.");
  const deps = await inRegionOf(access, shared);
  const asked = [request.query, request.filters_override ?? null] as JsonValue;
  const [engine, definitions] = await Promise.all([queryEngineOf(deps), definitionsFor(asked, access, deps)]);
  return await runQuery(engine, {
    access,
    request,
    definitions,
    engineQueryId: engineQueryId(environmentId, id),
    signal,
    now: () => deps.now().getTime(),
  });
}
