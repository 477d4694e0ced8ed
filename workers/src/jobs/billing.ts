import { activeEnvironments, findEnvironment } from "@edgewise/db/mysql/repos/projects.ts";
import type { Deps } from "../deps.ts";
import { closeMonth } from "../services/billing/invoices.ts";
import { dayOf } from "../services/billing/overview.ts";
import { settleDay } from "../services/billing/reconcile.ts";
import { countTests, watchLimits, watchSpikes } from "../services/billing/watch.ts";
import type { QueryTenant } from "../services/query/tenant.ts";

const ENVIRONMENTS_PER_RUN = 200;
const DAY_MS = 86_400_000;
/** Minutes after midnight (UTC) from which yesterday is settled: what came late has been reported. */
const SETTLE_FROM = 60;

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
  const watched = new Set<string>();
  for (const id of await activeEnvironments(deps.db, ENVIRONMENTS_PER_RUN, minute)) {
    const found = await findEnvironment(id, deps.db);
    if (!found) continue;
    const { environment, project } = found;
    const { organizationId, id: projectId } = project;
    const tenant = { organizationId, projectId, environmentId: id, project, environment };
    try {
      if (!watched.has(organizationId)) outcome.said += await watchLimits(tenant, deps);
      if (!watched.has(organizationId) && minute % 10 === 0 && (await closeMonth(tenant, deps)))
        outcome.invoices++;
      watched.add(organizationId);
      await watchEnvironment(tenant, minute, outcome, deps);
    } catch (error) {
      outcome.failed++;
      console.error(JSON.stringify({ job: "billing", environmentId: id, error: String(error) }));
    }
  }
  return outcome;
}

async function watchEnvironment(tenant: QueryTenant, minute: number, outcome: Outcome, deps: Deps) {
  if (minute % 10 === 0) await countTests(tenant, deps);
  if (minute % 60 === 5 && (await watchSpikes(tenant, deps))) outcome.said++;
  const ofDay = minute % 1440;
  // Each tenth minute until it is done: an engine that was down at night is asked again.
  if (ofDay < SETTLE_FROM || ofDay % 10 !== 0) return;
  const settled = await settleDay(tenant, dayOf(deps.now().getTime() - DAY_MS), deps);
  if (!settled) return;
  outcome.settled++;
  if (settled.differences.length > 0) outcome.differing++;
}
