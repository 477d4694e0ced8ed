import { allActions } from "@edgewise/db/mysql/repos/actions.ts";
import { listAnnotations } from "@edgewise/db/mysql/repos/annotations.ts";
import { allCohorts } from "@edgewise/db/mysql/repos/cohorts.ts";
import { listTiles } from "@edgewise/db/mysql/repos/dashboard-tiles.ts";
import { listDashboards } from "@edgewise/db/mysql/repos/dashboards.ts";
import { listEventDefinitions, listPropertyDefinitions } from "@edgewise/db/mysql/repos/definitions.ts";
import { listExperiments } from "@edgewise/db/mysql/repos/experiments.ts";
import { allFlags } from "@edgewise/db/mysql/repos/flags.ts";
import { listInsights } from "@edgewise/db/mysql/repos/insights.ts";
import type { ProjectTenant } from "@edgewise/db/mysql/tenant.ts";
import type { Deps } from "../../deps.ts";

const ALL = { limit: 100_000, offset: 0 };

/** A project's definitions as the bodies that make them, numbers as they are here: an import maps them. */
export async function exportConfig(tenant: ProjectTenant, deps: Deps) {
  const { db } = deps;
  const [flags, cohorts, actions, insights, dashboards, experiments, notes, events, properties] =
    await Promise.all([
      allFlags(tenant, db),
      allCohorts(tenant, db),
      allActions(tenant, db),
      listInsights(tenant, db, {}, ALL),
      listDashboards(tenant, db, {}, ALL),
      listExperiments(tenant, db, {}, ALL),
      listAnnotations(tenant, db, {}, ALL),
      listEventDefinitions(tenant, db),
      listPropertyDefinitions(tenant, db),
    ]);
  const tiles = await Promise.all(dashboards.rows.map(({ id }) => listTiles(tenant, db, id)));
  return {
    actions: actions.map(({ id, name, description, tags, steps }) => ({
      id,
      name,
      description,
      tags,
      steps,
    })),
    cohorts: cohorts.map(({ id, name, description, filters, isStatic }) => ({
      id,
      name,
      description,
      filters,
      is_static: isStatic,
    })),
    flags: flags
      .filter(({ deleted }) => !deleted)
      .map((row) => ({
        id: row.id,
        key: row.key,
        name: row.name,
        active: row.active,
        archived: row.archived,
        // Sealed here, of no use elsewhere.
        filters: row.hasEncryptedPayloads ? { ...row.filters, payloads: {} } : row.filters,
        tags: row.tags,
        ensure_experience_continuity: row.ensureExperienceContinuity,
        evaluation_runtime: row.evaluationRuntime,
        bucketing_identifier: row.bucketingIdentifier,
        evaluation_contexts: row.evaluationContexts,
        is_remote_configuration: row.isRemoteConfiguration,
      })),
    insights: insights.rows.map(({ id, name, description, query, tags, favorited, saved }) => ({
      id,
      name,
      description,
      query,
      tags,
      favorited,
      saved,
    })),
    dashboards: dashboards.rows.map((row, index) => ({
      id: row.id,
      name: row.name,
      description: row.description,
      pinned: row.pinned,
      tags: row.tags,
      filters: row.filters,
      tiles: (tiles[index] ?? []).map(({ insightId, body, layouts, color }) => ({
        insight_id: insightId,
        body,
        layouts,
        color,
      })),
    })),
    // Those of the organisation belong to all of its projects.
    annotations: notes.rows
      .filter(({ scope }) => scope !== "organization")
      .map((row) => ({
        id: row.id,
        content: row.content,
        date_marker: row.dateMarker?.toISOString() ?? null,
        scope: row.scope,
        creation_type: row.creationType,
        dashboard_item: row.insightId,
        dashboard_id: row.dashboardId,
        emoji: row.emoji,
        hidden_in_user_interface: row.hidden,
      })),
    event_definitions: events
      .filter(({ deletedAt }) => deletedAt === null)
      .map(({ name, description, tags, verified, hidden }) => ({
        name,
        description,
        tags,
        verified,
        hidden,
      })),
    property_definitions: properties
      .filter(({ deletedAt }) => deletedAt === null)
      .map((row) => ({
        name: row.name,
        type: row.type,
        group_type_index: row.groupTypeIndex,
        property_type: row.propertyType,
        description: row.description,
        tags: row.tags,
        verified: row.verified,
        hidden: row.hidden,
      })),
    experiments: experiments.rows.map((row) => ({
      id: row.id,
      name: row.name,
      description: row.description,
      type: row.type,
      flag_id: row.flagId,
      parameters: row.parameters,
      metrics: row.metrics,
      metrics_secondary: row.metricsSecondary,
      exposure_criteria: row.exposureCriteria,
      stats_config: row.statsConfig,
      start_date: row.startDate?.toISOString() ?? null,
      end_date: row.endDate?.toISOString() ?? null,
      conclusion: row.conclusion,
      conclusion_comment: row.conclusionComment,
      archived: row.archived,
      tags: row.tags,
    })),
  };
}
