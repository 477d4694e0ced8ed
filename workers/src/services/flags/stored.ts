import { partitionOf } from "@edgewise/core/events/partition.ts";
import type { StoredProperties } from "@edgewise/core/flags/evaluate.ts";
import type { Deps } from "../../deps.ts";
import { partitionStub } from "../partitions/all.ts";

/** What is stored about a person and their groups (group type index → key); null when it can't be read now. */
export async function readStored(
  input: {
    environmentId: number;
    distinctId: string;
    groups: Readonly<Record<string, string>>;
    overrides: readonly string[];
  },
  deps: Deps,
): Promise<StoredProperties | null> {
  const { environmentId, distinctId, groups, overrides } = input;
  const home = partitionOf(environmentId, distinctId, deps.config.partitions);
  try {
    return await partitionStub(deps.env, home).flagContext(
      environmentId,
      distinctId,
      null,
      groups,
      overrides,
    );
  } catch {
    return null;
  }
}
