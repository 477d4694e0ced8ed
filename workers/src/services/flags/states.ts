import type { FlagState } from "@edgewise/core/flags/types.ts";
import type { FlagRow } from "@edgewise/db/mysql/repos/flags.ts";
import { listEnvironments } from "@edgewise/db/mysql/repos/projects.ts";
import type { Deps } from "../../deps.ts";
import { invalid } from "../../http/errors.ts";
import type { FlagActor } from "./actor.ts";
import type { FlagBody } from "./body.ts";

type States = Readonly<Record<string, FlagState>>;

/**
 * A write below a number other than the default environment's is about that environment: `active` and `filters` become
 * its own state, everything else is common. `before` null: a new flag, which is then off everywhere else.
 */
export function addressed(
  access: FlagActor,
  body: Partial<FlagBody>,
  before: FlagRow | null,
): Partial<FlagBody> {
  if (access.environment.isDefault) return body;
  const { active, filters, ...common } = body;
  const id = String(access.environmentId);
  const given = body.environments?.[id] ?? {};
  if (before === null) {
    const own = { ...given, active: active ?? true };
    return { ...common, filters, active: false, environments: { ...body.environments, [id]: own } };
  }
  if (active === undefined && filters === undefined) return body;
  const known = { ...before.environments[id], ...given };
  const own = {
    ...known,
    ...(active === undefined ? {} : { active }),
    ...(filters === undefined ? {} : { filters }),
  } as NonNullable<NonNullable<FlagBody["environments"]>[string]>;
  return { ...common, environments: { ...body.environments, [id]: own } };
}

/** The states after a write: those that it names are replaced, null ones removed. Throws for unknown environments. */
export async function statesAfter(
  access: FlagActor,
  before: States,
  given: FlagBody["environments"],
  deps: Pick<Deps, "db">,
): Promise<States> {
  if (given === undefined) return before;
  const known = new Map((await listEnvironments(access, deps.db)).map((row) => [String(row.id), row]));
  const after: Record<string, FlagState> = { ...before };
  for (const [id, state] of Object.entries(given)) {
    const environment = known.get(id);
    if (environment === undefined && state !== null)
      throw invalid(`environments__${id}`, `The project has no environment ${id}.`, "does_not_exist");
    if (environment?.isDefault && state !== null)
      throw invalid(`environments__${id}`, "The default environment has the common state: set that instead.");
    if (state === null || Object.keys(state).length === 0) delete after[id];
    else after[id] = state as FlagState;
  }
  return after;
}

/** The flag as the environment of the path has it. */
export function inPlace(row: FlagRow, { environmentId }: Pick<FlagActor, "environmentId">): FlagRow {
  const own = row.environments[String(environmentId)];
  return { ...row, active: own?.active ?? row.active, filters: own?.filters ?? row.filters };
}
