import { clearResults, clearResultsSince } from "@edgewise/db/mysql/repos/experiment-results.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { ApiError, invalid } from "../../http/errors.ts";
import type { FiltersBody } from "../flags/body.ts";
import { changeFlag } from "../flags/write.ts";
import { type FoundExperiment, requireExperiment, statusOf } from "./find.ts";
import { shipped } from "./variants.ts";
import { saveExperiment } from "./write.ts";

export interface Ending {
  readonly conclusion?: string | null | undefined;
  readonly conclusion_comment?: string | null | undefined;
}

export interface Shipping extends Ending {
  readonly variant_key: string;
  /** False: only those whom the flag's conditions reach. */
  readonly release_to_everyone: boolean;
}

/** Starts an experiment: its flag goes on, and what it is planned for is fixed. */
export async function launch(access: ProjectAccess, id: number, deps: Deps): Promise<void> {
  const found = await inState(access, id, ["draft"], "launched", deps);
  await saveExperiment(access, id, () => ({ startDate: deps.now(), archived: false }), deps);
  await switchFlag(access, found, true, deps);
}

/** Ends an experiment; its flag stays as it is, so nobody's page changes. */
export async function end(access: ProjectAccess, id: number, ending: Ending, deps: Deps): Promise<void> {
  await inState(access, id, ["running", "paused"], "ended", deps);
  await saveExperiment(access, id, () => ({ endDate: deps.now(), ...concluded(ending) }), deps);
}

/** Switches the flag off: everyone gets what they had without the experiment. */
export async function pause(access: ProjectAccess, id: number, deps: Deps): Promise<void> {
  await switchFlag(access, await inState(access, id, ["running"], "paused", deps), false, deps);
}

export async function resume(access: ProjectAccess, id: number, deps: Deps): Promise<void> {
  await switchFlag(access, await inState(access, id, ["paused"], "resumed", deps), true, deps);
}

/** Back to a draft, without a conclusion; looks and stored results are forgotten, events are not. */
export async function reset(access: ProjectAccess, id: number, deps: Deps): Promise<void> {
  await inState(access, id, ["running", "paused", "stopped"], "reset", deps);
  await saveExperiment(
    access,
    id,
    () => ({
      startDate: null,
      endDate: null,
      exposureFrozenAt: null,
      archived: false,
      conclusion: null,
      conclusionComment: null,
    }),
    deps,
  );
  await clearResults({ ...access, experimentId: id }, deps.db);
}

/** Puts an experiment away; its flag goes off only when asked for. */
export async function archive(
  access: ProjectAccess,
  id: number,
  { disable_feature_flag: off }: { readonly disable_feature_flag: boolean },
  deps: Deps,
): Promise<void> {
  const found = await inState(access, id, ["stopped", "draft"], "archived", deps);
  await saveExperiment(access, id, () => ({ archived: true }), deps);
  if (off) await switchFlag(access, found, false, deps);
}

export const unarchive = (access: ProjectAccess, id: number, deps: Deps): Promise<void> =>
  saveExperiment(access, id, () => ({ archived: false }), deps);

/** Units that come from now on are not counted; those that are in it are measured on. */
export async function freezeExposure(
  access: ProjectAccess,
  id: number,
  frozen: boolean,
  deps: Deps,
): Promise<void> {
  const { row } = await inState(access, id, ["running", "paused"], frozen ? "frozen" : "unfrozen", deps);
  await saveExperiment(access, id, () => ({ exposureFrozenAt: frozen ? deps.now() : null }), deps);
  // Days since the freeze were computed without those who came in them.
  const since = frozen ? null : row.exposureFrozenAt;
  if (since === null) return;
  const tenant = { ...access, experimentId: id };
  await clearResultsSince(tenant, deps.db, since.toISOString().slice(0, 10));
}

/** Makes one variant the only one of the flag and ends the experiment with its conclusion. */
export async function shipVariant(
  access: ProjectAccess,
  id: number,
  shipping: Shipping,
  deps: Deps,
): Promise<void> {
  const { variant_key: variant, release_to_everyone: everyone } = shipping;
  const found = await inState(access, id, ["running", "paused", "stopped"], "shipped", deps);
  const filters = found.flag.filters as FiltersBody;
  const keys = filters.multivariate?.variants.map(({ key }) => key) ?? [];
  if (!keys.includes(variant)) {
    throw invalid(
      "variant_key",
      `Flag "${found.flag.key}" has no variant "${variant}": it has ${keys.join(", ")}.`,
      "does_not_exist",
    );
  }
  await changeFlag(
    access,
    found.flag.id,
    { filters: shipped(filters, variant, everyone), active: true },
    deps,
  );
  await saveExperiment(
    access,
    id,
    (before) => ({ endDate: before.endDate ?? deps.now(), ...concluded(shipping) }),
    deps,
  );
}

const concluded = ({ conclusion, conclusion_comment }: Ending) => ({
  ...(conclusion === undefined ? {} : { conclusion }),
  ...(conclusion_comment === undefined ? {} : { conclusionComment: conclusion_comment }),
});

async function switchFlag(access: ProjectAccess, { flag }: FoundExperiment, active: boolean, deps: Deps) {
  if (flag.active !== active) await changeFlag(access, flag.id, { active }, deps);
}

type Status = ReturnType<typeof statusOf>;

async function inState(
  access: ProjectAccess,
  id: number,
  allowed: readonly Status[],
  done: string,
  deps: Deps,
): Promise<FoundExperiment> {
  const found = await requireExperiment(access, id, deps);
  const status = statusOf(found);
  if (allowed.includes(status)) return found;
  throw new ApiError(
    "invalid_input",
    `The experiment is ${status}: only one that is ${allowed.join(" or ")} can be ${done}.`,
  );
}
