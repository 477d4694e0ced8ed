import { findSavedMetrics, type SavedMetricRow } from "@edgewise/db/mysql/repos/experiment-metrics.ts";
import type { ExperimentRow } from "@edgewise/db/mysql/repos/experiments.ts";
import { type FlagRow, findFlags } from "@edgewise/db/mysql/repos/flags.ts";
import { type HoldoutRow, listHoldouts } from "@edgewise/db/mysql/repos/holdouts.ts";
import { findUsers, type UserRow } from "@edgewise/db/mysql/repos/users.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { roleAtLeast } from "../../../http/roles.ts";
import { isoMicros, isoMicrosOrNull } from "../../../http/time.ts";
import { statusOf } from "../../../services/experiments/find.ts";
import { presentAuthor, userBasic } from "../users/basic.ts";

const object = z.record(z.string(), z.unknown());
const ids = z.array(z.string()).nullable();

export const experiment = z.object({
  id: z.number().int(),
  name: z.string(),
  description: z.string(),
  type: z.string(),
  status: z.enum(["draft", "running", "paused", "stopped"]),
  start_date: z.string().nullable(),
  end_date: z.string().nullable(),
  feature_flag_key: z.string(),
  feature_flag: object,
  holdout: object.nullable(),
  holdout_id: z.number().int().nullable(),
  exposure_cohort: z.number().int().nullable(),
  exposure_criteria: object,
  exposure_frozen_at: z.string().nullable(),
  parameters: object,
  secondary_metrics: z.array(z.unknown()),
  saved_metrics: z.array(object),
  saved_metrics_ids: z.array(object),
  filters: object,
  archived: z.boolean(),
  deleted: z.boolean(),
  created_by: userBasic.nullable(),
  created_at: z.string(),
  updated_at: z.string(),
  metrics: z.array(object),
  metrics_secondary: z.array(object),
  primary_metrics_ordered_uuids: ids,
  secondary_metrics_ordered_uuids: ids,
  stats_config: object,
  scheduling_config: object,
  conclusion: z.string().nullable(),
  conclusion_comment: z.string().nullable(),
  tags: z.array(z.string()),
  user_access_level: z.string(),
});

/** Experiments as the public API shows them (API.md 4.5), with their flags, shared metrics and authors loaded at once. */
export async function presentExperiments(access: ProjectAccess, rows: readonly ExperimentRow[], deps: Deps) {
  const [flags, saved, users, holdouts] = await Promise.all([
    findFlags(
      access,
      deps.db,
      rows.map(({ flagId }) => flagId),
    ),
    findSavedMetrics(access, deps.db, [
      ...new Set(rows.flatMap((row) => row.savedMetrics.map(({ id }) => id))),
    ]),
    findUsers(
      rows.map(({ createdBy }) => createdBy),
      deps.db,
    ),
    rows.some(({ holdoutId }) => holdoutId !== null) ? listHoldouts(access, deps.db) : [],
  ]);
  const flagById = new Map(flags.map((flag) => [flag.id, flag]));
  const metricById = new Map(saved.map((metric) => [metric.id, metric]));
  return rows.flatMap((row) => {
    const flag = flagById.get(row.flagId);
    if (!flag) return [];
    const holdout = holdouts.find(({ id }) => id === row.holdoutId);
    return [
      { ...present(access, row, flag, metricById, users), holdout: holdout ? briefHoldout(holdout) : null },
    ];
  });
}

function present(
  access: ProjectAccess,
  row: ExperimentRow,
  flag: FlagRow,
  metrics: ReadonlyMap<number, SavedMetricRow>,
  users: ReadonlyMap<string, UserRow>,
): Record<keyof z.infer<typeof experiment>, unknown> {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    type: row.type,
    status: statusOf({ row, flag }),
    start_date: isoMicrosOrNull(row.startDate),
    end_date: isoMicrosOrNull(row.endDate),
    feature_flag_key: flag.key,
    feature_flag: minimalFlag(flag, access),
    holdout: null,
    holdout_id: row.holdoutId,
    exposure_cohort: row.exposureCohort,
    exposure_criteria: row.exposureCriteria,
    exposure_frozen_at: isoMicrosOrNull(row.exposureFrozenAt),
    parameters: row.parameters,
    secondary_metrics: [],
    saved_metrics: row.savedMetrics.flatMap(({ id, metadata }) => {
      const metric = metrics.get(id);
      if (!metric) return [];
      const { name, query, createdAt } = metric;
      return [
        { id, experiment: row.id, saved_metric: id, metadata, name, query, created_at: isoMicros(createdAt) },
      ];
    }),
    saved_metrics_ids: row.savedMetrics.map(({ id, metadata }) => ({ id, metadata })),
    filters: {},
    archived: row.archived,
    deleted: row.deleted,
    created_by: presentAuthor(row.createdBy, users),
    created_at: isoMicros(row.createdAt),
    updated_at: isoMicros(row.updatedAt),
    metrics: row.metrics,
    metrics_secondary: row.metricsSecondary,
    primary_metrics_ordered_uuids: row.primaryOrder,
    secondary_metrics_ordered_uuids: row.secondaryOrder,
    stats_config: row.statsConfig,
    scheduling_config: { timeseries: true },
    conclusion: row.conclusion,
    conclusion_comment: row.conclusionComment,
    tags: row.tags,
    user_access_level: roleAtLeast(access.role, "member") ? "editor" : "viewer",
  };
}

const minimalFlag = (flag: FlagRow, { projectId }: ProjectAccess) => ({
  id: flag.id,
  team_id: projectId,
  name: flag.name,
  key: flag.key,
  filters: flag.filters,
  deleted: flag.deleted,
  active: flag.active,
  ensure_experience_continuity: flag.ensureExperienceContinuity,
  has_encrypted_payloads: flag.hasEncryptedPayloads,
  version: flag.version,
  evaluation_runtime: flag.evaluationRuntime,
});

export const savedMetric = z.object({
  id: z.number().int(),
  name: z.string(),
  description: z.string(),
  query: object,
  tags: z.array(z.string()),
  created_by: userBasic.nullable(),
  created_at: z.string(),
  updated_at: z.string(),
  user_access_level: z.string(),
});

const briefHoldout = ({ id, name, description, filters }: HoldoutRow) => ({ id, name, description, filters });

export async function presentSavedMetrics(
  access: ProjectAccess,
  rows: readonly SavedMetricRow[],
  deps: Deps,
) {
  const users = await findUsers(
    rows.map(({ createdBy }) => createdBy),
    deps.db,
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    description: row.description,
    query: row.query,
    tags: row.tags,
    created_by: presentAuthor(row.createdBy, users),
    created_at: isoMicros(row.createdAt),
    updated_at: isoMicros(row.updatedAt),
    user_access_level: roleAtLeast(access.role, "member") ? "editor" : "viewer",
  }));
}
