import type { JsonObject } from "@edgewise/core/events/types.ts";
import type {
  EarlyAccessFeature,
  EnvironmentSnapshot,
  ProjectSnapshot,
} from "@edgewise/core/flags/snapshot.ts";
import type { CohortDefinition, FlagDefinition, FlagFilters, FlagState } from "@edgewise/core/flags/types.ts";
import { type ApiKeyRow, listSecretKeys } from "@edgewise/db/mysql/repos/api-keys.ts";
import { type IngestionRuleRow, listIngestionRules } from "@edgewise/db/mysql/repos/billing.ts";
import { allCohorts, type CohortRow } from "@edgewise/db/mysql/repos/cohorts.ts";
import { configVersion } from "@edgewise/db/mysql/repos/config-versions.ts";
import {
  type EarlyAccessFeatureRow,
  listEarlyAccessFeatures,
} from "@edgewise/db/mysql/repos/early-access-features.ts";
import type { FlagRow } from "@edgewise/db/mysql/repos/flags.ts";
import {
  findProject,
  listEnvironments,
  liveTokens,
  type TokenRow,
} from "@edgewise/db/mysql/repos/projects.ts";
import type { ProjectTenant } from "@edgewise/db/mysql/tenant.ts";
import type { RegionDeps } from "../../deps.ts";
import { withMembers } from "../cohorts/edge-lists.ts";
import { readEdgeLists } from "../cohorts/edge-store.ts";
import { knownFlags } from "../flags/live-flags.ts";
import { edgeSettings } from "../projects/settings.ts";

/**
 * What the edge needs to know of a project, read from MySQL; null for an unknown project. A deleted one says none of its
 * tokens and keys, which is how the edge stops taking its events; restored, it says them again.
 * The version is read first: a write in between leaves newer content under an older version, and pushes again itself.
 */
export async function buildSnapshot(
  tenant: ProjectTenant,
  { db, env, files, now, region }: Pick<RegionDeps, "db" | "env" | "files" | "now" | "region">,
): Promise<ProjectSnapshot | null> {
  const version = await configVersion(tenant, db);
  const [project, environments, flags, cohorts, features, lists] = await Promise.all([
    findProject(tenant, db),
    listEnvironments(tenant, db),
    knownFlags({ env }).read(tenant, db, true),
    allCohorts(tenant, db),
    listEarlyAccessFeatures(tenant, db),
    readEdgeLists(tenant, { db, files, region }),
  ]);
  if (!project) return null;
  const ids = environments.map((environment) => environment.id);
  const served = project.deletedAt === null ? ids : [];
  const [tokens, keys, rules] = await Promise.all([
    liveTokens(served, db, now()),
    listSecretKeys(served, db, now()),
    listIngestionRules(tenant, db, now()),
  ]);
  return {
    version,
    projectId: tenant.projectId,
    organizationId: tenant.organizationId,
    ...(region === "" ? {} : { region }),
    timezone: project.timezone,
    environments: environments.map(
      (environment): EnvironmentSnapshot => ({
        id: environment.id,
        name: environment.name,
        ...tokensIn(environment.id, tokens),
        ...secretKeysIn(environment.id, keys),
        settings: edgeSettings(environment.settings),
        overLimit: [],
        ...rulesOf(environment.id, rules),
      }),
    ),
    flags: flags.filter((flag) => !flag.archived).map(flagDefinition),
    cohorts: withMembers(cohorts.map(cohortDefinition), flags, lists),
    groupTypes: {},
    earlyAccess: publicFeatures(features, flags),
  };
}

function publicFeatures(
  rows: readonly EarlyAccessFeatureRow[],
  flags: readonly FlagRow[],
): EarlyAccessFeature[] {
  const keys = new Map(flags.map(({ id, key }) => [id, key]));
  return rows.flatMap((row) => {
    const flagKey = keys.get(row.flagId);
    if (flagKey === undefined) return [];
    const { id, name, description, stage, documentationUrl } = row;
    return [{ id, name, description, stage, documentationUrl, payload: row.payload as JsonObject, flagKey }];
  });
}

function rulesOf(id: number, rows: readonly IngestionRuleRow[]): Pick<EnvironmentSnapshot, "ingestionRules"> {
  const own = rows.filter(({ environmentId }) => environmentId === id);
  if (own.length === 0) return {};
  return {
    ingestionRules: own.map(({ event, sdk, sdkVersion, keepPercent }) => ({
      event,
      sdk,
      sdkVersion,
      keepPercent,
    })),
  };
}

function secretKeysIn(environmentId: number, rows: readonly ApiKeyRow[]) {
  const own = rows.filter((row) => row.environmentId === environmentId);
  const secretKeyHashes = own.map(({ hash }) => hash);
  const ends = own.flatMap(({ hash, expiresAt }) =>
    expiresAt ? [[hash, expiresAt.getTime()] as const] : [],
  );
  return ends.length === 0
    ? { secretKeyHashes }
    : { secretKeyHashes, secretKeyEnds: Object.fromEntries(ends) };
}

function tokensIn(environmentId: number, rows: readonly TokenRow[]) {
  const own = rows.filter((row) => row.environmentId === environmentId);
  const ends = own.flatMap(({ token, revokedAt }) =>
    revokedAt ? [[token, revokedAt.getTime()] as const] : [],
  );
  const tokens = own.map(({ token }) => token);
  return ends.length === 0 ? { tokens } : { tokens, tokenEnds: Object.fromEntries(ends) };
}

/** A stored flag as the evaluator and the SDK definitions route read it. */
export function flagDefinition(row: FlagRow): FlagDefinition {
  return {
    id: row.id,
    key: row.key,
    name: row.name,
    active: row.active,
    deleted: row.deleted,
    version: row.version,
    filters: withoutSchema(row.filters),
    ensure_experience_continuity: row.ensureExperienceContinuity,
    bucketing_identifier: row.bucketingIdentifier === "device_id" ? "device_id" : "distinct_id",
    evaluation_runtime: row.evaluationRuntime as FlagDefinition["evaluation_runtime"],
    evaluation_contexts: row.evaluationContexts,
    is_remote_configuration: row.isRemoteConfiguration,
    has_encrypted_payloads: row.hasEncryptedPayloads,
    ...(Object.keys(row.environments).length > 0 ? { environments: statesOf(row.environments) } : {}),
  };
}

/** Schemas only matter to writers. */
function withoutSchema({ payload_schema: _, ...filters }: FlagFilters): FlagFilters {
  return filters;
}

const statesOf = (states: Readonly<Record<string, FlagState>>): Record<string, FlagState> =>
  Object.fromEntries(
    Object.entries(states).map(([id, state]) => [
      id,
      state.filters ? { ...state, filters: withoutSchema(state.filters) } : state,
    ]),
  );

function cohortDefinition(row: CohortRow): CohortDefinition {
  return row.isStatic ? { id: row.id, isStatic: true } : { id: row.id, filters: row.filters };
}
