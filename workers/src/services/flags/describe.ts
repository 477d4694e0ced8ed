import type { FlagRow } from "@edgewise/db/mysql/repos/flags.ts";

/** A flag's definition under its public field names: what history keeps and compares. */
export function describeFlag(row: Omit<FlagRow, "id" | "projectId">): Record<string, unknown> {
  return {
    key: row.key,
    name: row.name,
    filters: row.filters,
    active: row.active,
    archived: row.archived,
    deleted: row.deleted,
    ensure_experience_continuity: row.ensureExperienceContinuity,
    evaluation_runtime: row.evaluationRuntime,
    bucketing_identifier: row.bucketingIdentifier,
    evaluation_contexts: row.evaluationContexts,
    tags: row.tags,
    is_remote_configuration: row.isRemoteConfiguration,
    rollback_conditions: row.rollbackConditions,
    has_encrypted_payloads: row.hasEncryptedPayloads,
    environments: row.environments,
  };
}

export type FlagStatus = "ACTIVE" | "INACTIVE" | "STALE" | "DELETED";

const STALE_AFTER_MS = 30 * 86_400_000;

/**
 * Whether a flag still does something, and why not. Stale: unchanged for 30 days with one answer for everyone, or not
 * evaluated for 30 days; `lastCalled` (ms) null = nobody knows of an evaluation, which alone says nothing.
 */
export function statusOf(
  row: FlagRow,
  now: Date,
  lastCalled: number | null = null,
): { status: FlagStatus; reason: string } {
  if (row.deleted) return { status: "DELETED", reason: "Flag has been deleted" };
  if (!row.active) return { status: "INACTIVE", reason: "Flag is disabled" };
  const silent = lastCalled === null ? 0 : now.getTime() - lastCalled;
  if (silent >= STALE_AFTER_MS)
    return {
      status: "STALE",
      reason: `Flag has not been evaluated for ${Math.floor(silent / 86_400_000)} days`,
    };
  const unchanged = now.getTime() - row.updatedAt.getTime() >= STALE_AFTER_MS;
  const rollout = fullRollout(row);
  if (unchanged && rollout !== null) return { status: "STALE", reason: rollout };
  return { status: "ACTIVE", reason: "Flag is not fully rolled out and may still be active" };
}

function fullRollout({ filters }: FlagRow): string | null {
  if (
    filters.holdout != null ||
    filters.feature_enrollment === true ||
    (filters.super_groups ?? []).length > 0
  )
    return null;
  const open = filters.groups.find(
    ({ properties, rollout_percentage: rollout }) =>
      (properties ?? []).length === 0 && (rollout ?? 100) === 100,
  );
  if (!open) return null;
  const variants = filters.multivariate?.variants ?? [];
  if (variants.length === 0) return 'This boolean flag will always evaluate to "true"';
  const winner = open.variant ?? variants.find((variant) => variant.rollout_percentage === 100)?.key;
  return winner === undefined ? null : `This flag will always use the variant "${winner}"`;
}

/** One condition without properties and no variants: shown as a plain percentage. */
export function isSimple({ filters }: FlagRow): boolean {
  const [only, ...more] = filters.groups;
  const variants = filters.multivariate?.variants ?? [];
  return (
    only !== undefined && more.length === 0 && (only.properties ?? []).length === 0 && variants.length === 0
  );
}
