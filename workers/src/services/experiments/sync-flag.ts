import type { ExperimentRow } from "@edgewise/db/mysql/repos/experiments.ts";
import type { FlagRow } from "@edgewise/db/mysql/repos/flags.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid } from "../../http/errors.ts";
import type { FiltersBody, FlagBody } from "../flags/body.ts";
import { changeFlag } from "../flags/write.ts";
import type { ExperimentBody } from "./body.ts";
import { requireExperiment } from "./find.ts";
import { checkVariants, sharesOf } from "./variants.ts";

/**
 * Brings the experiment's flag to what a change says of it: variants, rollout, payloads, continuity. A draft's flag
 * follows always, a started one's only with `update_feature_flag_params`, and then its variants keep their keys.
 */
export async function syncFlag(
  access: ProjectAccess,
  row: ExperimentRow,
  body: Partial<ExperimentBody>,
  deps: Deps,
): Promise<void> {
  const variants = body.parameters?.feature_flag_variants;
  if (variants) checkVariants(variants, "parameters__feature_flag_variants");
  const { flag } = await requireExperiment(access, row.id, deps);
  const change = changeOf(flag, body);
  if (!change || (row.startDate !== null && isRemembered(row, body))) return;
  if (row.startDate !== null) requireLeave(flag, change, body.update_feature_flag_params === true);
  await changeFlag(access, flag.id, change, deps);
}

/** What would change of the flag; undefined when nothing would. */
function changeOf(
  flag: FlagRow,
  { parameters, feature_flag }: Partial<ExperimentBody>,
): FlagBodyPart | undefined {
  const before = flag.filters as FiltersBody;
  const [first, ...rest] = before.groups;
  const rollout = parameters?.rollout_percentage;
  const variants = parameters?.feature_flag_variants;
  const payloads = feature_flag?.filters?.payloads;
  const groupType = parameters?.aggregation_group_type_index;
  const filters: FiltersBody = {
    ...before,
    ...(rollout == null
      ? {}
      : {
          groups: [{ ...first, properties: first?.properties ?? [], rollout_percentage: rollout }, ...rest],
        }),
    ...(variants ? { multivariate: { variants: sharesOf(variants) } } : {}),
    ...(payloads ? { payloads } : {}),
    ...(groupType == null ? {} : { aggregation_group_type_index: groupType }),
  };
  const sticky = feature_flag?.ensure_experience_continuity;
  const change = {
    ...(JSON.stringify(filters) === JSON.stringify(before) ? {} : { filters }),
    ...(sticky == null || sticky === flag.ensureExperienceContinuity
      ? {}
      : { ensure_experience_continuity: sticky }),
  };
  return Object.keys(change).length > 0 ? change : undefined;
}

type FlagBodyPart = Pick<Partial<FlagBody>, "filters" | "ensure_experience_continuity">;

const keysAndShares = (list: readonly { key?: unknown; rollout_percentage?: unknown }[]): string =>
  JSON.stringify(list.map(({ key, rollout_percentage }) => [key, rollout_percentage]));

/** Programs send back what they read: what the experiment itself remembers is no wish to change a started flag. */
function isRemembered({ parameters: own }: ExperimentRow, body: Partial<ExperimentBody>): boolean {
  const { feature_flag_variants: variants, ...told } = body.parameters ?? {};
  const same = (name: "rollout_percentage" | "aggregation_group_type_index") =>
    told[name] == null || told[name] === own[name];
  const remembered = (own.feature_flag_variants ?? []) as readonly { key?: unknown }[];
  return (
    body.feature_flag?.filters?.payloads == null &&
    body.feature_flag?.ensure_experience_continuity == null &&
    same("rollout_percentage") &&
    same("aggregation_group_type_index") &&
    (!variants || keysAndShares(remembered) === keysAndShares(sharesOf(variants)))
  );
}

function requireLeave(flag: FlagRow, { filters }: FlagBodyPart, asked: boolean): void {
  const keys = (list: readonly { key: string }[]) => JSON.stringify(list.map(({ key }) => key).toSorted());
  const [before, after] = [flag.filters.multivariate?.variants ?? [], filters?.multivariate?.variants];
  if (after && keys(before) !== keys(after)) {
    throw invalid(
      "parameters__feature_flag_variants",
      "Variants can't come or go once the experiment has started: units that were assigned before would not compare. Reset it, or make a copy.",
    );
  }
  if (asked) return;
  throw invalid(
    after && keysAndShares(before) !== keysAndShares(after)
      ? "parameters__feature_flag_variants"
      : "feature_flag",
    "The experiment has started: a change of its flag moves units between variants. Send update_feature_flag_params: true if you mean it, or reset the experiment.",
  );
}
