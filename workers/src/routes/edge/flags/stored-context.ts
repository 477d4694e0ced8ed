import { partitionName, partitionOf } from "@edgewise/core/events/partition.ts";
import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { StoredProperties } from "@edgewise/core/flags/evaluate.ts";
import type { FlagsBody } from "@edgewise/core/flags/flags-request.ts";
import { findStoredNeeds, type Selection, type StoredNeeds } from "@edgewise/core/flags/select.ts";
import type { EdgeEnv } from "../../../env.ts";
import { objectIn } from "../../../regions/objects.ts";
import type { EnvironmentState } from "../../../snapshots/get-environment.ts";
import { clientOf } from "../client.ts";

/** How long flags wait for stored properties; SDKs give up after three seconds, ms. */
const TIMEOUT_MS = 1_000;

/** The partition's method, as plain promises. */
interface FlagContextSource {
  flagContext(
    environmentId: number,
    distinctId: string,
    anonDistinctId: string | null,
    groups: Record<string, string>,
    wantOverrides: readonly string[],
  ): Promise<StoredProperties>;
}

export interface Overlay {
  readonly stored: StoredProperties | undefined;
  /** Stored properties were needed and could not be read. */
  readonly isPartial: boolean;
}

const NOTHING: StoredProperties = { personProperties: {}, groupProperties: {}, overrides: {} };

/** What lies below the request's own properties: stored ones, over them the caller's location. At once when nothing is stored elsewhere. */
export function overlayContext(
  request: Request,
  env: EdgeEnv,
  state: EnvironmentState,
  selection: Selection,
  body: FlagsBody,
): Overlay | Promise<Overlay> {
  const needs = findStoredNeeds(state.flags, selection, body);
  const geo = selection.usesGeo && !body.disableGeo ? locationOf(request, env) : undefined;
  if (needs === null) return { stored: geo && { ...NOTHING, personProperties: geo }, isPartial: false };
  return readStored(env, state, body, needs)
    .catch(() => null)
    .then((stored) => {
      const base = stored ?? NOTHING;
      return {
        stored:
          geo === undefined ? base : { ...base, personProperties: { ...base.personProperties, ...geo } },
        isPartial: stored === null,
      };
    });
}

function locationOf(request: Request, env: EdgeEnv): JsonObject | undefined {
  const client = clientOf(request, env);
  return client.ip === "" ? undefined : client.geo(client.ip);
}

async function readStored(
  env: EdgeEnv,
  { environment: { id: environmentId }, region }: EnvironmentState,
  { distinctId, anonDistinctId }: FlagsBody,
  needs: StoredNeeds,
): Promise<StoredProperties> {
  const partition = partitionOf(environmentId, distinctId, Number(env.PARTITIONS));
  const namespace = env.PARTITION as DurableObjectNamespace;
  const stub = objectIn(namespace, env, region, partitionName(partition)) as unknown as FlagContextSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("the partition is late")), TIMEOUT_MS);
  });
  const answer = stub.flagContext(
    environmentId,
    distinctId,
    anonDistinctId ?? null,
    { ...needs.groups },
    needs.overrides,
  );
  return await Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
