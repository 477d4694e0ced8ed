import { activeEnvironments, findEnvironment } from "@edgewise/db/mysql/repos/projects.ts";
import type { Deps, RegionDeps } from "../deps.ts";
import { forgetArchived } from "../services/billing/archive.ts";
import { closeMonth } from "../services/billing/invoices.ts";
import { dayOf } from "../services/billing/overview.ts";
import { settleDay } from "../services/billing/reconcile.ts";
import { countTests, watchLimits, watchSpikes } from "../services/billing/watch.ts";
import type { QueryTenant } from "../services/query/tenant.ts";
import { inRegionOf } from "../services/regions/in-region.ts";

const ENVIRONMENTS_PER_RUN = 400;
/** Environments at a time. */
const LANES = 4;
const DAY_MS = 86_400_000;
/** Minutes after midnight (UTC) from which yesterday is settled: what came late has been reported. */
const SETTLE_FROM = 60;
/** Minutes after an hour from which its events are looked at. */
const SPIKES_FROM = 5;

interface Outcome {
  said: number;
  settled: number;
  invoices: number;
  differing: number;
  failed: number;
}

/** Watches limits (each minute), test accounts (each tenth) and spikes (each hour); settles yesterday and closes months. */
export async function watchBilling(deps: Deps): Promise<Outcome> {
  const outcome: Outcome = { said: 0, settled: 0, invoices: 0, differing: 0, failed: 0 };
  if (!deps.env.USAGE) return outcome;
  const minute = Math.floor(deps.now().getTime() / 60_000);
  const { ids, pages } = await activeEnvironments(deps.db, ENVIRONMENTS_PER_RUN, minute);
  const turn = turnsAt(minute, pages);
  const watched = new Set<string>();
  const rest = ids[Symbol.iterator]();
  const lane = async () => {
    for (const id of rest) await watchOne(id);
  };
  async function watchOne(id: number): Promise<void> {
    const found = await findEnvironment(id, deps.db);
    if (!found) return;
    const { environment, project } = found;
    const { organizationId, id: projectId } = project;
    const tenant = { organizationId, projectId, environmentId: id, project, environment };
    try {
      const isFirst = !watched.has(organizationId);
      watched.add(organizationId);
      if (isFirst) outcome.said += await watchLimits(tenant, deps);
      if (isFirst && turn.tenth && (await closeMonth(tenant, deps))) outcome.invoices++;
      await watchEnvironment(tenant, turn, outcome, await inRegionOf(tenant, deps));
    } catch (error) {
      outcome.failed++;
      console.error(JSON.stringify({ job: "billing", environmentId: id, error: String(error) }));
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane));
  return outcome;
}

interface Turns {
  /** Its turn of these ten minutes. */
  readonly tenth: boolean;
  /** Its turn of this hour, five minutes into it. */
  readonly hourly: boolean;
  /** The night's work is due. */
  readonly settles: boolean;
}

/**
 * What is due for environments whose turn it is. With more than fit into a run they take turns, a page each minute: each is
 * there once in `pages` minutes, so once in the first `pages` minutes of ten, and of an hour.
 */
export function turnsAt(minute: number, pages: number): Turns {
  const tenth = minute % 10 < pages;
  const hourly = (((minute - SPIKES_FROM) % 60) + 60) % 60 < pages;
  return { tenth, hourly, settles: tenth && minute % 1440 >= SETTLE_FROM };
}

async function watchEnvironment(tenant: QueryTenant, turn: Turns, outcome: Outcome, deps: RegionDeps) {
  if (turn.tenth) await countTests(tenant, deps);
  if (turn.hourly && (await watchSpikes(tenant, deps))) outcome.said++;
  // Each tenth minute until it is done: an engine that was down at night is asked again.
  if (!turn.settles) return;
  const settled = await settleDay(tenant, dayOf(deps.now().getTime() - DAY_MS), deps);
  if (!settled) return;
  outcome.settled++;
  await forgetArchived(tenant.environmentId, deps);
  if (settled.differences.length > 0) outcome.differing++;
}
