import type { CohortContext } from "@edgewise/core/cohorts/behaviours.ts";
import { isKnownZone } from "@edgewise/core/insights/date-range/calendar.ts";
import type { CompileContext } from "@edgewise/core/sql/context.ts";
import { allActions } from "@edgewise/db/mysql/repos/actions.ts";
import { allCohorts, type CohortRow } from "@edgewise/db/mysql/repos/cohorts.ts";
import { findEnvironment, type ProjectRow } from "@edgewise/db/mysql/repos/projects.ts";
import type { EnvironmentTenant } from "@edgewise/db/mysql/tenant.ts";
import type { RegionDeps } from "../../deps.ts";
import { declaredTypes } from "../definitions/declared-types.ts";
import { queryEngineOf } from "../query/engine.ts";
import { knownGroupTypes } from "../query/tenant-facts.ts";
import { definitionsOf } from "./definitions.ts";

/** What the cohorts of one environment are calculated with. */
export interface CohortEnvironment {
  readonly context: CohortContext & CompileContext;
  readonly rows: ReadonlyMap<number, CohortRow>;
}

/** Null when the project is gone. */
export async function cohortEnvironment(
  tenant: EnvironmentTenant,
  deps: RegionDeps,
): Promise<CohortEnvironment | null> {
  const [found, actions, rows, groupTypes, propertyTypes, engine] = await Promise.all([
    findEnvironment(tenant.environmentId, deps.db),
    allActions(tenant, deps.db),
    allCohorts(tenant, deps.db),
    knownGroupTypes(tenant.projectId, deps),
    declaredTypes(tenant, deps),
    queryEngineOf(deps),
  ]);
  if (!found || found.project.id !== tenant.projectId) return null;
  const known = new Set(actions.map(({ id }) => id));
  const context = {
    environmentId: tenant.environmentId,
    ...calendarOf(found.project),
    // Cohorts are about persons: without the merges they would name persons that are gone.
    hasPersonOverrides: true,
    now: deps.now().getTime(),
    parser: engine.parser,
    groupTypes,
    propertyTypes,
    actions: new Map(actions.map(({ id, name, steps }) => [id, { id, name, steps }])),
    cohorts: new Map(rows.map(({ id, name }) => [id, { id, name }])),
    definitions: definitionsOf(rows, known),
    limits: { defaultRows: null, maxRows: 1_000_000 },
  };
  return { context, rows: new Map(rows.map((row) => [row.id, row])) };
}

const calendarOf = ({ timezone, settings }: ProjectRow) => ({
  timezone: isKnownZone(timezone) ? timezone : "UTC",
  weekStartDay: settings.week_start_day === 1 ? (1 as const) : (0 as const),
});
