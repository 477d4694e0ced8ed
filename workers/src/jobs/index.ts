import type { Deps } from "../deps.ts";
import { watchBilling } from "./billing.ts";
import { calculateCohorts } from "./calculate-cohorts.ts";
import { checkAlerts } from "./check-alerts.ts";
import { computeExperiments } from "./compute-experiments.ts";
import { deliverNotifications } from "./deliver-notifications.ts";
import { deliverSubscriptions } from "./deliver-subscriptions.ts";
import { eraseDeleted } from "./erase-deleted.ts";
import { erasePersons } from "./erase-persons.ts";
import { guardReleases } from "./guard-releases.ts";
import { keepRetention } from "./keep-retention.ts";
import { learnDefinitions } from "./learn-definitions.ts";
import { collectPayments } from "./payments.ts";
import { pushSnapshots } from "./push-snapshots.ts";
import { runDataJobs } from "./run-data-jobs.ts";
import { scheduledChanges } from "./scheduled-changes.ts";
import { storeViews } from "./store-views.ts";

/** Every job of the minute trigger; one that fails does not keep the others from running. */
const JOBS: Readonly<Record<string, (deps: Deps) => Promise<unknown>>> = {
  "push-snapshots": pushSnapshots,
  "scheduled-changes": scheduledChanges,
  "guard-releases": guardReleases,
  billing: watchBilling,
  payments: collectPayments,
  "calculate-cohorts": calculateCohorts,
  "compute-experiments": computeExperiments,
  "erase-deleted": eraseDeleted,
  "erase-persons": erasePersons,
  "data-jobs": runDataJobs,
  "keep-retention": keepRetention,
  "deliver-subscriptions": deliverSubscriptions,
  "store-views": storeViews,
  "check-alerts": checkAlerts,
  "deliver-notifications": deliverNotifications,
  "learn-definitions": learnDefinitions,
};

/** Runs all jobs; answers what each said, or its error. */
export async function runJobs(deps: Deps): Promise<Record<string, unknown>> {
  const results = await Promise.all(
    Object.entries(JOBS).map(async ([name, job]) => {
      try {
        const work = () => job(deps);
        return [name, await (deps.tracing?.span(`job ${name}`, {}, work) ?? work())] as const;
      } catch (error) {
        console.error(JSON.stringify({ job: name, error: String(error) }));
        return [name, { error: String(error) }] as const;
      }
    }),
  );
  await deps.tracing?.flush();
  return Object.fromEntries(results);
}
