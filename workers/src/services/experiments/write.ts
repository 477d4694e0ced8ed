import { CONTROL } from "@edgewise/core/experiments/definition.ts";
import { findSavedMetrics } from "@edgewise/db/mysql/repos/experiment-metrics.ts";
import {
  type ExperimentRow,
  findExperiment,
  insertExperiment,
  updateExperiment,
} from "@edgewise/db/mysql/repos/experiments.ts";
import { type FlagRow, findFlagByKey } from "@edgewise/db/mysql/repos/flags.ts";
import type { MetricLink } from "@edgewise/db/mysql/schema/experiments.ts";
import type { Deps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid, notFound } from "../../http/errors.ts";
import { commitLogged } from "../activity/commit-logged.ts";
import { changesBetween } from "../activity/record.ts";
import { changeFlag, createFlag } from "../flags/write.ts";
import { applyHoldout, checkHoldout } from "../holdouts/apply.ts";
import { checkMetrics, type ExperimentBody } from "./body.ts";
import { requireExperiment } from "./find.ts";
import { syncFlag } from "./sync-flag.ts";
import { checkVariants, DEFAULT_VARIANTS, filtersOf, sharesOf, withFlagConfig } from "./variants.ts";

type Fields = Omit<ExperimentRow, "id" | "projectId" | "createdBy" | "createdAt" | "updatedAt">;

/**
 * Creates an experiment; a flag that does not exist yet is made with it, switched off until the launch. Returns its
 * number.
 */
export async function createExperiment(
  access: ProjectAccess,
  given: ExperimentBody,
  deps: Deps,
): Promise<number> {
  const body = withFlagConfig(given);
  const now = deps.now();
  await checkHoldout(access, body.holdout_id, deps);
  // What is refused leaves no flag behind.
  const fields = await merged(access, BLANK, body, deps);
  const flag = await flagFor(access, body, deps);
  if (body.holdout_id != null) await applyHoldout(access, flag.id, body.holdout_id, deps);
  const row = { ...fields, flagId: flag.id, parameters: withVariants(fields.parameters, flag) };
  return await commitLogged(access, deps, async (tx) => {
    const id = await insertExperiment(access, tx, {
      ...row,
      createdBy: access.userId,
      createdAt: now,
      updatedAt: now,
    });
    const entry = { scope: "Experiment", itemId: id, activity: "created", name: row.name };
    return { result: id, entries: [entry] };
  });
}

/** Changes an experiment. Before the launch its variants are the flag's; afterwards they stay as they are. */
export async function changeExperiment(
  access: ProjectAccess,
  id: number,
  given: Partial<ExperimentBody>,
  deps: Deps,
): Promise<void> {
  const body = withFlagConfig(given);
  const found = await findExperiment(access, deps.db, id);
  if (!found || (found.deleted && body.deleted !== false)) throw notFound();
  await checkHoldout(access, body.holdout_id, deps);
  // What is refused leaves the flag as it is.
  await merged(access, found, body, deps);
  await syncFlag(access, found, body, deps);
  if (body.holdout_id !== undefined) await applyHoldout(access, found.flagId, body.holdout_id, deps);
  const starts = body.start_date != null && found.startDate === null;
  await saveExperiment(access, id, (before) => merged(access, before, body, deps), deps);
  if (starts) {
    const { flag } = await requireExperiment(access, id, deps);
    if (!flag.active) await changeFlag(access, flag.id, { active: true }, deps);
  }
}

/** Writes what `change` makes of the experiment, and what differs into the audit log. */
export async function saveExperiment(
  access: ProjectAccess,
  id: number,
  change: (before: ExperimentRow) => Promise<Partial<Fields>> | Partial<Fields>,
  deps: Deps,
): Promise<void> {
  await commitLogged(access, deps, async (tx) => {
    const before = await findExperiment(access, tx, id, { lock: true });
    if (!before) throw notFound();
    const after = { ...before, ...(await change(before)) };
    if (after.startDate && after.endDate && after.endDate < after.startDate) {
      throw invalid("end_date", "The experiment would end before it starts.");
    }
    const changes = changesBetween("Experiment", described(before), described(after));
    if (changes.length === 0) return { result: undefined, entries: [] };
    const { id: _id, projectId: _project, createdBy: _by, createdAt: _at, ...columns } = after;
    await updateExperiment(access, tx, id, { ...columns, updatedAt: deps.now() });
    const activity = after.deleted && !before.deleted ? "deleted" : "updated";
    return {
      result: undefined,
      entries: [{ scope: "Experiment", itemId: id, activity, name: after.name, changes }],
    };
  });
}

const described = ({ id, projectId, createdBy, createdAt, updatedAt, ...fields }: ExperimentRow) => fields;

/** The flag that the experiment names: an existing one with a control, or a new one. */
async function flagFor(access: ProjectAccess, body: ExperimentBody, deps: Deps): Promise<FlagRow> {
  const { feature_flag_key: key, parameters } = body;
  const variants = parameters?.feature_flag_variants ?? DEFAULT_VARIANTS;
  const existing = await findFlagByKey(access, deps.db, key);
  if (existing) {
    const keys = existing.filters.multivariate?.variants.map((variant) => variant.key) ?? [];
    if (!keys.includes("control") || keys.length < 2) {
      throw invalid(
        "feature_flag_key",
        `Flag "${key}" exists, but has no variant "control" beside another one: give it these variants, or name a new flag.`,
      );
    }
    return existing;
  }
  checkVariants(variants, "parameters__feature_flag_variants");
  await createFlag(
    access,
    {
      key,
      name: `Experiment: ${body.name}`,
      active: body.start_date != null,
      filters: filtersOf(
        variants,
        parameters?.rollout_percentage ?? 100,
        parameters?.aggregation_group_type_index ?? null,
        body.feature_flag?.filters?.payloads ?? {},
      ),
      ensure_experience_continuity: body.feature_flag?.ensure_experience_continuity ?? false,
      creation_context: "experiments",
    },
    deps,
  );
  const made = await findFlagByKey(access, deps.db, key);
  if (!made) throw notFound();
  return made;
}

/** An experiment of which nothing was said yet. */
const BLANK: Fields = {
  name: "",
  description: "",
  type: "product",
  flagId: 0,
  holdoutId: null,
  parameters: {},
  metrics: [],
  metricsSecondary: [],
  savedMetrics: [],
  primaryOrder: null,
  secondaryOrder: null,
  exposureCriteria: { filterTestAccounts: true },
  statsConfig: { method: "bayesian" },
  startDate: null,
  endDate: null,
  exposureFrozenAt: null,
  exposureCohort: null,
  conclusion: null,
  conclusionComment: null,
  tags: [],
  archived: false,
  deleted: false,
};

const withVariants = (parameters: Fields["parameters"], flag: FlagRow): Fields["parameters"] => ({
  ...parameters,
  feature_flag_variants: flag.filters.multivariate?.variants ?? [],
});

const dateOf = (text: string | null): Date | null => (text === null ? null : new Date(text));

/** The fields with what a body says; what it leaves out stays. */
async function merged(
  access: ProjectAccess,
  before: Fields,
  body: Partial<ExperimentBody>,
  deps: Deps,
): Promise<Fields> {
  const { start_date: start, end_date: end, metrics, metrics_secondary: secondary } = body;
  const variants = body.parameters?.feature_flag_variants;
  checkExcluded(body);
  return {
    ...before,
    name: body.name ?? before.name,
    description: body.description === undefined ? before.description : (body.description ?? ""),
    type: body.type ?? before.type,
    holdoutId: body.holdout_id === undefined ? before.holdoutId : body.holdout_id,
    parameters: {
      ...before.parameters,
      ...body.parameters,
      ...(variants ? { feature_flag_variants: sharesOf(variants) } : {}),
      ...body.running_time_calculation,
      ...(body.excluded_variants === undefined ? {} : { excluded_variants: body.excluded_variants ?? [] }),
    },
    metrics: metrics ? checkMetrics(metrics, "metrics", deps.newId) : before.metrics,
    metricsSecondary: secondary
      ? checkMetrics(secondary, "metrics_secondary", deps.newId)
      : before.metricsSecondary,
    savedMetrics: body.saved_metrics_ids
      ? await linksOf(access, body.saved_metrics_ids, deps)
      : before.savedMetrics,
    primaryOrder: body.primary_metrics_ordered_uuids ?? before.primaryOrder,
    secondaryOrder: body.secondary_metrics_ordered_uuids ?? before.secondaryOrder,
    exposureCriteria: body.exposure_criteria ?? before.exposureCriteria,
    exposureCohort: body.exposure_cohort === undefined ? before.exposureCohort : body.exposure_cohort,
    statsConfig: body.stats_config ? { ...before.statsConfig, ...body.stats_config } : before.statsConfig,
    startDate: start === undefined ? before.startDate : dateOf(start),
    endDate: end === undefined ? before.endDate : dateOf(end),
    conclusion: body.conclusion === undefined ? before.conclusion : body.conclusion,
    conclusionComment:
      body.conclusion_comment === undefined ? before.conclusionComment : body.conclusion_comment,
    tags: body.tags ? [...new Set(body.tags)] : before.tags,
    archived: body.archived ?? before.archived,
    deleted: body.deleted ?? before.deleted,
  };
}

/** Everything is compared with control: it stays. */
function checkExcluded({ excluded_variants: excluded }: Partial<ExperimentBody>): void {
  if (excluded?.includes(CONTROL))
    throw invalid(
      "excluded_variants",
      'The variant "control" can\'t be left out: others are compared with it.',
    );
}

async function linksOf(
  access: ProjectAccess,
  links: NonNullable<ExperimentBody["saved_metrics_ids"]>,
  deps: Deps,
): Promise<MetricLink[]> {
  const known = new Set(
    (
      await findSavedMetrics(
        access,
        deps.db,
        links.map(({ id }) => id),
      )
    ).map(({ id }) => id),
  );
  return links.map(({ id, metadata }, index) => {
    if (!known.has(id)) {
      throw invalid(`saved_metrics_ids__${index}__id`, `There is no shared metric ${id}.`, "does_not_exist");
    }
    return { id, metadata: { type: metadata?.type ?? "primary" } };
  });
}
