import type { ActionDefinition } from "@edgewise/core/actions/action.ts";
import type { JsonValue } from "@edgewise/core/events/types.ts";
import type { InsightContext, SavedView } from "@edgewise/core/insights/query-kind.ts";
import { usesDefinitions, usesSql } from "@edgewise/core/insights/registry.ts";
import { type ActionRow, allActions } from "@edgewise/db/mysql/repos/actions.ts";
import { allCohorts } from "@edgewise/db/mysql/repos/cohorts.ts";
import { allInsightVariables } from "@edgewise/db/mysql/repos/insight-variables.ts";
import { allSavedQueries } from "@edgewise/db/mysql/repos/saved-queries.ts";
import { storedResults } from "@edgewise/db/mysql/repos/stored-views.ts";
import type { Deps, RegionDeps } from "../../deps.ts";
import { sampledData } from "../billing/sampled.ts";
import { declaredTypes } from "../definitions/declared-types.ts";
import { experimentsNamed } from "../experiments/named.ts";
import type { QueryTenant } from "./tenant.ts";
import { knownGroupTypes } from "./tenant-facts.ts";

/** What a project defines that a query can name. */
export type Definitions = Pick<
  InsightContext,
  | "groupTypes"
  | "actions"
  | "cohorts"
  | "experiments"
  | "propertyTypes"
  | "savedViews"
  | "variables"
  | "sampled"
>;

/** The project's group types, and what else of it the query, its filters or its actions may name. */
export async function definitionsFor(
  query: JsonValue,
  access: QueryTenant,
  deps: RegionDeps,
): Promise<Definitions> {
  const { project, environment } = access;
  const filters = [project.settings, environment.settings].map((settings) => settings.test_account_filters);
  const asked = [query, ...(filters as JsonValue[])];
  const needed = usesDefinitions(asked);
  const sql = usesSql(asked);
  const [groupTypes, actions, experiments, propertyTypes, savedViews, variables, sampled] = await Promise.all(
    [
      knownGroupTypes(access.projectId, deps),
      needed.actions ? allActions(access, deps.db) : [],
      experimentsNamed(query, access, deps),
      declaredTypes(access, deps),
      sql ? viewsOf(access, deps) : [],
      sql ? allInsightVariables(access, deps.db) : [],
      sampledData(access, deps),
    ],
  );
  const steps = actions.map((action) => action.steps as unknown as JsonValue);
  const cohorts = needed.cohorts || usesDefinitions(steps).cohorts ? await allCohorts(access, deps.db) : [];
  return {
    groupTypes,
    experiments,
    propertyTypes,
    savedViews,
    ...(sampled ? { sampled } : {}),
    variables: new Map(
      variables.map(({ codeName, defaultValue: [value] }) => [codeName, value as JsonValue]),
    ),
    actions: new Map(actions.map((row) => [row.id, definitionOf(row)])),
    cohorts: new Map(cohorts.map(({ id, name }) => [id, { id, name }])),
  };
}

/** The project's views, materialised ones with what this environment stored of them. */
async function viewsOf(access: QueryTenant, deps: Deps): Promise<SavedView[]> {
  const rows = await allSavedQueries(access, deps.db);
  if (rows.every(({ syncFrequency }) => syncFrequency === null)) return rows;
  const results = new Map(
    (await storedResults(access, deps.db)).map(({ savedQueryId, run, columns }) => [
      savedQueryId,
      run === null || columns === null ? undefined : { id: savedQueryId, run, columns },
    ]),
  );
  return rows.map((row) => {
    const stored = row.syncFrequency === null ? undefined : results.get(row.id);
    return stored ? { ...row, stored } : row;
  });
}

const definitionOf = ({ id, name, steps }: ActionRow): ActionDefinition => ({ id, name, steps });
