import type { FlagFilters } from "@edgewise/core/flags/types.ts";
import type { FlagRow } from "@edgewise/db/mysql/repos/flags.ts";
import type { EnvironmentRow } from "@edgewise/db/mysql/repos/projects.ts";
import type { ActivityChange } from "@edgewise/db/mysql/schema/activity.ts";
import type { Deps } from "../../deps.ts";
import { changesBetween } from "../activity/record.ts";
import type { FlagActor } from "./actor.ts";
import type { FlagBody } from "./body.ts";
import { redactFlag } from "./redact.ts";
import { inPlace } from "./states.ts";
import { changeFlag } from "./write.ts";

/** Parts of a flag's state that can be carried over on their own. */
export const STATE_PARTS = ["active", "filters"] as const;
export type StatePart = (typeof STATE_PARTS)[number];

/** What would change in `to` if it had the flag's state of `from`, in terms of conditions, variants and so on. */
export function stateDiff(row: FlagRow, from: EnvironmentRow, to: EnvironmentRow): ActivityChange[] {
  const [source, target] = [from, to].map(({ id }) =>
    partsOf(inPlace(redactFlag(row), { environmentId: id })),
  );
  return changesBetween("FeatureFlag", target!, source!);
}

function partsOf({ active, filters }: FlagRow): Record<string, unknown> {
  const named = Object.entries(filters).map(([name, value]) => [`filters.${name}`, value] as const);
  return { active, ...Object.fromEntries(named.filter(([, value]) => value !== null)) };
}

/** Gives one environment the flag's state of another. */
export async function promoteState(
  access: FlagActor,
  row: FlagRow,
  places: { readonly from: EnvironmentRow; readonly to: EnvironmentRow },
  parts: readonly StatePart[],
  deps: Deps,
): Promise<void> {
  const { active, filters } = inPlace(row, { environmentId: places.from.id });
  const body: Partial<FlagBody> = {
    version: row.version,
    ...(parts.includes("active") ? { active } : {}),
    ...(parts.includes("filters") ? { filters: filters as FlagBody["filters"] & FlagFilters } : {}),
  };
  const there = { ...access, environmentId: places.to.id, environment: places.to };
  await changeFlag(there, row.id, body, deps);
}
