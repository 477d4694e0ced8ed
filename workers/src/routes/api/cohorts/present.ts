import { cohortType } from "@edgewise/core/cohorts/cohort-type.ts";
import { allActions } from "@edgewise/db/mysql/repos/actions.ts";
import { type CohortState, findCohortStates } from "@edgewise/db/mysql/repos/cohort-states.ts";
import { allCohorts, type CohortRow, findCohort } from "@edgewise/db/mysql/repos/cohorts.ts";
import { findUsers } from "@edgewise/db/mysql/repos/users.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { notFound } from "../../../http/errors.ts";
import { isoMicros } from "../../../http/time.ts";
import { CALCULATION_DEAD_MS } from "../../../services/cohorts/calculate.ts";
import { type Definitions, definitionsOf } from "../../../services/cohorts/definitions.ts";
import { presentAuthor, userBasic } from "../users/basic.ts";

export const cohortSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  description: z.string(),
  groups: z.array(z.unknown()),
  deleted: z.boolean(),
  filters: z.record(z.string(), z.unknown()),
  query: z.record(z.string(), z.unknown()).nullable(),
  version: z.number().int().nullable(),
  pending_version: z.number().int(),
  is_calculating: z.boolean(),
  created_by: userBasic.nullable(),
  created_at: z.string(),
  last_calculation: z.string().nullable(),
  last_error_message: z.string().nullable(),
  errors_calculating: z.number().int(),
  count: z.number().int().nullable(),
  is_static: z.boolean(),
  cohort_type: z.string().nullable(),
  experiment_set: z.array(z.number().int()),
});

/** Cohorts as the API shows them, with where their calculation stands in this environment. */
export async function presentCohorts(
  rows: readonly CohortRow[],
  access: ProjectAccess,
  deps: Deps,
): Promise<z.infer<typeof cohortSchema>[]> {
  const [states, users, all, actions] = await Promise.all([
    findCohortStates(
      access,
      deps.db,
      rows.map(({ id }) => id),
    ),
    findUsers(
      rows.map(({ createdBy }) => createdBy),
      deps.db,
    ),
    allCohorts(access, deps.db),
    allActions(access, deps.db),
  ]);
  const definitions = definitionsOf(all, new Set(actions.map(({ id }) => id)));
  const deadAt = deps.now().getTime() - CALCULATION_DEAD_MS;
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    description: row.description,
    groups: [],
    deleted: row.deleted,
    filters: row.filters,
    query: row.query,
    pending_version: row.version,
    created_by: presentAuthor(row.createdBy, users),
    created_at: isoMicros(row.createdAt),
    is_static: row.isStatic,
    cohort_type: typeOf(row, definitions),
    experiment_set: [],
    ...calculationOf(states.get(row.id), deadAt),
  }));
}

function calculationOf(state: CohortState | undefined, deadAt: number) {
  return {
    version: state?.calculatedVersion ?? null,
    is_calculating: state?.startedAt != null && state.startedAt.getTime() > deadAt,
    last_calculation: state?.calculatedAt ? isoMicros(state.calculatedAt) : null,
    last_error_message: state?.lastError ?? null,
    errors_calculating: state?.errors ?? 0,
    count: state?.count ?? null,
  };
}

function typeOf(row: CohortRow, definitions: Definitions): string | null {
  const definition = row.isStatic ? "list" : definitions.get(row.id);
  return definition === undefined ? null : cohortType(definition, definitions);
}

/** A cohort of the project by the text of its number, deleted or not. Throws 404. */
export async function requireCohort(access: ProjectAccess, id: string, deps: Deps): Promise<CohortRow> {
  const number = Number(id);
  const row = Number.isInteger(number) && number > 0 ? await findCohort(access, deps.db, number) : null;
  if (!row) throw notFound();
  return row;
}
