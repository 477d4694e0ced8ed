import type { RegionDeps } from "../../deps.ts";
import { engineError } from "../query/engine-error.ts";

/** A person that is put into or taken out of a table of cohort members. */
export interface MemberChange {
  readonly personKey: string;
  readonly personId: string;
  readonly left: boolean;
}

interface Target {
  readonly table: "cohort_members" | "cohort_list";
  readonly environmentId: number;
  readonly cohortId: number;
  /** Rises with every write about a person; the highest counts. */
  readonly version: number;
}

const ROWS_A_BATCH = 20_000;

/** Appends changes in blocks; each is stored once, also when it is sent again. Throws ApiError. */
export async function writeMembers(
  { table, environmentId, cohortId, version }: Target,
  changes: readonly MemberChange[],
  batch: string,
  deps: RegionDeps,
): Promise<void> {
  for (let at = 0; at < changes.length; at += ROWS_A_BATCH) {
    const rows = changes.slice(at, at + ROWS_A_BATCH).map(({ personKey, personId, left }) =>
      JSON.stringify({
        environment_id: environmentId,
        cohort_id: cohortId,
        person_key: personKey,
        person_id: personId,
        is_deleted: left ? 1 : 0,
        version: String(version),
      }),
    );
    const key = `${table}:${environmentId}:${cohortId}:${version}:${batch}:${at}`;
    const inserted = await deps.warehouse.insert(table, rows.join("\n"), key);
    if (!inserted.ok) throw engineError(inserted.error, 60);
  }
}
