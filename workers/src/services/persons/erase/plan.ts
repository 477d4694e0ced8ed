import { distinctKey, keyOf } from "@edgewise/core/events/identity.ts";
import type { JsonObject } from "@edgewise/core/events/types.ts";
import type { ErasedParts, ErasedRows } from "@edgewise/core/sql/erase.ts";
import type { PersonDeletion } from "@edgewise/db/mysql/repos/person-deletions.ts";

/** What a deletion keeps of its person until it is done, beside the distinct IDs. */
export interface ErasePlan {
  readonly personVersion: number;
  /** Versions of the distinct IDs, in their order. */
  readonly versions: readonly number[];
  /** Events received up to then, ms. */
  readonly until: number;
}

/** `counts` of a deletion: its plan while it runs, and what it deleted by table. */
export type EraseCounts = JsonObject & { plan?: JsonObject; deleted: Record<string, number> };

export function rowsOf(deletion: PersonDeletion): ErasedRows {
  const plan = (deletion.counts as unknown as { plan: ErasePlan }).plan;
  return {
    environmentId: deletion.environmentId,
    personKey: keyOf(deletion.personId),
    personVersion: plan.personVersion,
    members: deletion.distinctIds.map((distinctId, index) => ({
      distinctId,
      distinctKey: distinctKey(deletion.environmentId, distinctId),
      version: plan.versions[index] ?? 0,
    })),
    until: plan.until,
  };
}

export const partsOf = (deletion: PersonDeletion): ErasedParts => ({
  profile: !deletion.keepPerson,
  events: deletion.deleteEvents,
  recordings: deletion.deleteRecordings,
});
