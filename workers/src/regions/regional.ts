import { tracedWarehouse } from "../adapters/tracing/traced-warehouse.ts";
import type { Tracing } from "../adapters/tracing/tracing.ts";
import { createWarehouse } from "../adapters/warehouse/create.ts";
import type { ApiBindings } from "../env.ts";
import type { ConfigObject } from "../partition/config-object.ts";
import type { Warehouse } from "../ports/warehouse.ts";
import { type Partitions, partitions } from "../services/partitions/all.ts";
import { type Jobs, jobsOf } from "../services/query/jobs/job.ts";
import { bucketOf, warehouseVars } from "./bindings.ts";
import { objectIn } from "./objects.ts";
import { type Region, regionsOf } from "./regions.ts";

/** What holds data of people, in one region. */
export interface Regional {
  readonly region: Region;
  readonly warehouse: Warehouse;
  /** All partitions of the event log as one. */
  readonly partitions: Partitions;
  /** Recordings, archives, exports; null = this deployment has none. */
  readonly files: R2Bucket | null;
  /** Null = queries are computed within their request. */
  readonly queryJobs: Jobs | null;
  /** A project's configuration at the edge, with what it counts. A stub belongs to the request that asked for it. */
  configOf(projectId: number): ConfigRpc;
}

/** The config object's methods as plain promises. */
export type ConfigRpc = Pick<
  ConfigObject,
  "putSnapshot" | "groupTypes" | "groupTypeIndex" | "usage" | "lastEvaluated"
>;

/** The regions of a deployment, each composed once an isolate. Throws when one lacks a binding. */
export function regionalOf(env: ApiBindings, tracing: Tracing | null): (region: Region) => Regional {
  const all = new Map(regionsOf(env).map((region) => [region, compose(env, region, tracing)]));
  return (region) => {
    const found = all.get(region);
    if (!found) throw new Error(`The region "${region}" is not served here.`);
    return found;
  };
}

function compose(env: ApiBindings, region: Region, tracing: Tracing | null): Regional {
  return {
    region,
    warehouse: tracedWarehouse(createWarehouse(warehouseVars(env, region)), tracing),
    partitions: partitions(env, region),
    files: bucketOf(env, region),
    queryJobs: jobsOf(env, region),
    configOf: (projectId) =>
      objectIn(
        env.CONFIG as DurableObjectNamespace,
        env,
        region,
        `project:${projectId}`,
      ) as unknown as ConfigRpc,
  };
}
