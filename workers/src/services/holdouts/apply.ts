import { findFlag } from "@edgewise/db/mysql/repos/flags.ts";
import { findHoldout } from "@edgewise/db/mysql/repos/holdouts.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid } from "../../http/errors.ts";
import { inDefault } from "../flags/actor.ts";
import type { FlagBody } from "../flags/body.ts";
import { changeFlag } from "../flags/write.ts";

/** Throws when the holdout that an experiment names does not exist. */
export async function checkHoldout(
  access: ProjectAccess,
  id: number | null | undefined,
  deps: Deps,
): Promise<void> {
  if (id == null || (await findHoldout(access, deps.db, id))) return;
  throw invalid("holdout_id", `Holdout ${id} does not exist.`, "does_not_exist");
}

/** Gives the flag of an experiment its holdout; null = none. */
export async function applyHoldout(
  access: ProjectAccess,
  flagId: number,
  id: number | null,
  deps: Deps,
): Promise<void> {
  const [flag, row] = await Promise.all([
    findFlag(access, deps.db, flagId),
    id === null ? null : findHoldout(access, deps.db, id),
  ]);
  if (!flag || (flag.filters.holdout?.id ?? null) === (row?.id ?? null)) return;
  const share = Number(row?.filters[0]?.rollout_percentage ?? 0);
  const holdout = row === null ? null : { id: row.id, exclusion_percentage: share };
  const filters = { ...flag.filters, holdout } as FlagBody["filters"];
  await changeFlag(await inDefault(access, deps), flagId, { filters }, deps);
}
