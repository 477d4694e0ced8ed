import { cohortSelect } from "@edgewise/core/cohorts/compile.ts";
import { DIFFERENCE_PAGE, differenceSelect, membersCountSelect } from "@edgewise/core/cohorts/difference.ts";
import { listedSelect } from "@edgewise/core/cohorts/listed.ts";
import type { Select } from "@edgewise/core/sql/ast.ts";
import { compileQuery } from "@edgewise/core/sql/compile.ts";
import { claimCohort, finishCohort } from "@edgewise/db/mysql/repos/cohort-states.ts";
import type { CohortRow } from "@edgewise/db/mysql/repos/cohorts.ts";
import type { EnvironmentTenant } from "@edgewise/db/mysql/tenant.ts";
import type { RegionDeps } from "../../deps.ts";
import { engineError } from "../query/engine-error.ts";
import { keepEdgeMembers } from "./edge-members.ts";
import { type CohortEnvironment, cohortEnvironment } from "./environment.ts";
import { writeMembers } from "./write-members.ts";

/** A calculation that has run for so long died with its isolate. */
export const CALCULATION_DEAD_MS = 10 * 60_000;
const LIMITS = {
  maxExecutionSeconds: 120,
  maxMemoryBytes: 4 * 1024 ** 3,
  maxResultRows: DIFFERENCE_PAGE + 1,
};
const MAX_PAGES = 100;
/** A cohort rests at least this long, longer when it is costly or nothing changes. */
const REST_MS = { least: 60_000, most: 30 * 60_000, timesItsCost: 50 };

export type Outcome = "done" | "busy" | "gone" | "failed";

/**
 * Brings the members of a cohort in one environment to what its definition says now: writes who joined and who left,
 * counts, and notes it in the history. Only one calculation of a cohort runs at a time.
 */
export async function calculateCohort(
  tenant: EnvironmentTenant,
  cohortId: number,
  deps: RegionDeps,
): Promise<Outcome> {
  const startedAt = deps.now();
  const deadAt = new Date(startedAt.getTime() - CALCULATION_DEAD_MS);
  if (!(await claimCohort(tenant, deps.db, cohortId, startedAt, deadAt))) return "busy";
  let version = 0;
  const finish = async (
    found: { count: number | null; joined: number; left: number },
    error: string | null,
  ) => {
    const finishedAt = deps.now();
    const spent = finishedAt.getTime() - startedAt.getTime();
    const entry = { id: deps.newId(), cohortId, version, startedAt, finishedAt, seconds: spent / 1000 };
    await finishCohort(tenant, deps.db, { ...entry, ...found, error }, nextTime(finishedAt, spent, found));
  };
  try {
    const environment = await cohortEnvironment(tenant, deps);
    const row = environment?.rows.get(cohortId);
    version = row?.version ?? 0;
    const found =
      environment && row
        ? await refresh(tenant, row, environment, startedAt.getTime(), deps)
        : { count: 0, joined: 0, left: 0 };
    if (environment && row) await keepEdgeMembers(tenant, row, found.count, environment, deps);
    await finish(found, null);
    return row ? "done" : "gone";
  } catch (error) {
    await finish({ count: null, joined: 0, left: 0 }, messageOf(error));
    return "failed";
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function nextTime(at: Date, spent: number, { joined, left }: { joined: number; left: number }): Date {
  const calm = joined + left === 0 ? 5 * REST_MS.least : REST_MS.least;
  const rest = Math.min(REST_MS.most, Math.max(calm, REST_MS.timesItsCost * spent));
  return new Date(at.getTime() + rest);
}

async function refresh(
  tenant: EnvironmentTenant,
  row: CohortRow,
  environment: CohortEnvironment,
  version: number,
  deps: RegionDeps,
): Promise<{ count: number; joined: number; left: number }> {
  const members = membersOf(row, environment);
  const target = {
    table: "cohort_members",
    environmentId: tenant.environmentId,
    cohortId: row.id,
    version,
  } as const;
  let joined = 0;
  let left = 0;
  for (let page = 0; page < MAX_PAGES; page++) {
    const rows = await ask(differenceSelect(members, row.id), environment, deps);
    const changes = rows.map(([key, id, out]) => ({
      personKey: String(key),
      personId: String(id),
      left: Number(out) === 1,
    }));
    await writeMembers(target, changes, String(page), deps);
    const leavers = changes.filter((change) => change.left).length;
    left += leavers;
    joined += changes.length - leavers;
    if (changes.length < DIFFERENCE_PAGE) break;
  }
  const [count] = await ask(membersCountSelect(row.id), environment, deps);
  return { count: Number(count?.[0] ?? 0), joined, left };
}

function membersOf(row: CohortRow, { context }: CohortEnvironment): Select {
  if (row.isStatic) return listedSelect(row.id);
  const definition = context.definitions.get(row.id);
  if (definition === undefined || definition === "list") {
    throw new Error(`The conditions of cohort ${row.id} name something that no longer exists.`);
  }
  const select = cohortSelect(definition, context);
  if (!select.ok) throw new Error(select.error.message);
  return select.value;
}

async function ask(
  query: Select,
  { context }: CohortEnvironment,
  deps: RegionDeps,
): Promise<readonly (readonly unknown[])[]> {
  const compiled = compileQuery(query, context);
  if (!compiled.ok) throw new Error(compiled.error.message);
  const result = await deps.warehouse.query(compiled.value, LIMITS);
  if (!result.ok) throw engineError(result.error, LIMITS.maxExecutionSeconds);
  return result.value.rows;
}
