import { levelAtLeast } from "@edgewise/core/access/level.ts";
import { experimentsOfFlags } from "@edgewise/db/mysql/repos/experiments.ts";
import { flagDashboards } from "@edgewise/db/mysql/repos/flag-dashboards.ts";
import type { FlagRow } from "@edgewise/db/mysql/repos/flags.ts";
import { findUsers, type UserRow } from "@edgewise/db/mysql/repos/users.ts";
import * as z from "zod";
import type { RegionDeps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { levelOn } from "../../../http/governed.ts";
import { roleAtLeast } from "../../../http/roles.ts";
import { isoMicros } from "../../../http/time.ts";
import { filtersBody, flagState } from "../../../services/flags/body.ts";
import { isSimple, statusOf } from "../../../services/flags/describe.ts";
import { redactFlag } from "../../../services/flags/redact.ts";
import { inPlace } from "../../../services/flags/states.ts";
import { lastEvaluated } from "../../../services/flags/usage.ts";
import { presentAuthor, userBasic } from "../users/basic.ts";

export const flag = z.object({
  id: z.number().int(),
  key: z.string(),
  name: z.string(),
  filters: filtersBody,
  deleted: z.boolean(),
  active: z.boolean(),
  archived: z.boolean(),
  created_by: userBasic.nullable(),
  created_at: z.string(),
  updated_at: z.string(),
  last_modified_by: userBasic.nullable(),
  version: z.number().int(),
  is_simple_flag: z.boolean(),
  rollout_percentage: z.number().nullable(),
  ensure_experience_continuity: z.boolean(),
  experiment_set: z.array(z.number().int()),
  surveys: z.array(z.unknown()),
  features: z.array(z.unknown()),
  rollback_conditions: z.array(z.unknown()),
  performed_rollback: z.null(),
  can_edit: z.boolean(),
  tags: z.array(z.string()),
  evaluation_tags: z.array(z.string()),
  evaluation_contexts: z.array(z.string()),
  usage_dashboard: z.number().int().nullable(),
  analytics_dashboards: z.array(z.number().int()),
  has_enriched_analytics: z.boolean(),
  user_access_level: z.string(),
  creation_context: z.string(),
  is_remote_configuration: z.boolean(),
  has_encrypted_payloads: z.boolean(),
  status: z.enum(["ACTIVE", "INACTIVE", "STALE", "DELETED"]),
  evaluation_runtime: z.string(),
  bucketing_identifier: z.string().nullable(),
  last_called_at: z.string().nullable(),
  environments: z.record(z.string(), flagState),
});

/** Who looks, and in which environment. */
type Viewer = Pick<ProjectAccess, "role" | "organizationId" | "projectId" | "environmentId"> &
  Pick<Partial<ProjectAccess>, "userId" | "rules">;

/** Flags as the public API shows them, authors loaded at once. */
export async function presentFlags(rows: readonly FlagRow[], access: Viewer, deps: RegionDeps) {
  const [users, last, experiments, boards] = await Promise.all([
    findUsers(
      rows.flatMap((row) => [row.createdBy, row.lastModifiedBy]),
      deps.db,
    ),
    lastEvaluated(access, deps),
    experimentsOfFlags(
      access,
      deps.db,
      rows.map(({ id }) => id),
    ),
    flagDashboards(
      access,
      deps.db,
      rows.map(({ id }) => id),
    ),
  ]);
  const boardOf = (id: number) => boards.find(({ flagId }) => flagId === id);
  return rows.map((row) => ({
    ...presentFlag(redactFlag(inPlace(row, access)), users, access, deps.now(), last[row.key] ?? null),
    experiment_set: experiments.filter(({ flagId }) => flagId === row.id).map(({ id }) => id),
    usage_dashboard: boardOf(row.id)?.dashboardId ?? null,
    has_enriched_analytics: boardOf(row.id)?.enriched ?? false,
  }));
}

function presentFlag(
  row: FlagRow,
  users: ReadonlyMap<string, UserRow>,
  access: Viewer,
  now: Date,
  lastCalled: number | null,
): Record<keyof z.infer<typeof flag>, unknown> {
  const level = levelOn(access, "feature_flag", row.id);
  const canEdit = roleAtLeast(access.role, "member") && levelAtLeast(level, "editor");
  const simple = isSimple(row);
  return {
    id: row.id,
    key: row.key,
    name: row.name,
    filters: row.filters,
    deleted: row.deleted,
    active: row.active,
    archived: row.archived,
    created_by: presentAuthor(row.createdBy, users),
    created_at: isoMicros(row.createdAt),
    updated_at: isoMicros(row.updatedAt),
    last_modified_by: presentAuthor(row.lastModifiedBy, users),
    version: row.version,
    is_simple_flag: simple,
    rollout_percentage: simple ? (row.filters.groups[0]?.rollout_percentage ?? null) : null,
    ensure_experience_continuity: row.ensureExperienceContinuity,
    experiment_set: [],
    surveys: [],
    features: [],
    rollback_conditions: row.rollbackConditions,
    performed_rollback: null,
    can_edit: canEdit,
    tags: row.tags,
    evaluation_tags: row.evaluationContexts,
    evaluation_contexts: row.evaluationContexts,
    usage_dashboard: null,
    analytics_dashboards: [],
    has_enriched_analytics: false,
    user_access_level: level,
    creation_context: row.creationContext,
    is_remote_configuration: row.isRemoteConfiguration,
    has_encrypted_payloads: row.hasEncryptedPayloads,
    status: statusOf(row, now, lastCalled).status,
    evaluation_runtime: row.evaluationRuntime,
    bucketing_identifier: row.bucketingIdentifier,
    last_called_at: lastCalled === null ? null : isoMicros(new Date(lastCalled)),
    environments: row.environments,
  };
}
