import { partitionName, partitionOf } from "@edgewise/core/events/partition.ts";
import type { StoredProperties } from "@edgewise/core/flags/evaluate.ts";
import type { Deps } from "../../deps.ts";

/** The partition's method as flags need it (docs/flags.md). */
interface FlagContextSource {
  flagContext(
    environmentId: number,
    distinctId: string,
    anonDistinctId: string | null,
    groups: Record<string, string>,
    wantOverrides: readonly string[],
  ): Promise<StoredProperties>;
}

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
  const { environmentId, distinctId } = input;
  const partition = partitionOf(environmentId, distinctId, deps.config.partitions);
  const namespace = deps.env.PARTITION;
  const source = namespace.get(
    namespace.idFromName(partitionName(partition)),
  ) as unknown as FlagContextSource;
  try {
    return await source.flagContext(environmentId, distinctId, null, { ...input.groups }, input.overrides);
  } catch {
    return null;
  }
}
