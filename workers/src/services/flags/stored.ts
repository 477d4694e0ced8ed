import type { StoredProperties } from "@edgewise/core/flags/evaluate.ts";
import type { RegionDeps } from "../../deps.ts";

/** What is stored about a person and their groups (group type index → key); null when it can't be read now. */
export async function readStored(
  input: {
    environmentId: number;
    distinctId: string;
    groups: Readonly<Record<string, string>>;
    overrides: readonly string[];
  },
  deps: RegionDeps,
): Promise<StoredProperties | null> {
  const { environmentId, distinctId, groups, overrides } = input;
  try {
    return await deps.partitions.flagContext(environmentId, distinctId, null, groups, overrides);
  } catch {
    return null;
  }
}
