import {
  type AlertRow,
  claimAlert,
  deleteOldChecks,
  dueAlerts,
  insertAlertCheck,
} from "@edgewise/db/mysql/repos/alerts.ts";
import { findInsights, type InsightRow } from "@edgewise/db/mysql/repos/insights.ts";
import type { AlertState } from "@edgewise/db/mysql/schema/alerts.ts";
import type { Deps, RegionDeps } from "../../deps.ts";
import { ApiError } from "../../http/errors.ts";
import type { QueryTenant } from "../query/tenant.ts";
import { tenantOf } from "../query/tenant-of.ts";
import { inRegionOf } from "../regions/in-region.ts";
import { evaluate } from "./evaluate.ts";
import { type Message, tellOf } from "./tell.ts";
import { isSnoozed, nextCheckOf } from "./write.ts";

const PER_RUN = 100;
const AT_ONCE = 4;
const RUN_MS = 40_000;
const QUERY_MS = 60_000;
/** The history is kept as long as the public API says. */
const KEPT_MS = 14 * 86_400_000;

export interface Checked {
  checked: number;
  firing: number;
  told: number;
}

/** Checks the alerts whose time has come. Of each moment one check counts, and tells once, whoever runs it. */
export async function checkAlerts(deps: Deps): Promise<Checked> {
  const done: Checked = { checked: 0, firing: 0, told: 0 };
  const deadline = deps.now().getTime() + RUN_MS;
  const due = await dueAlerts(deps.db, deps.now(), PER_RUN);
  for (let start = 0; start < due.length; start += AT_ONCE) {
    if (deps.now().getTime() > deadline) break;
    const results = await Promise.all(due.slice(start, start + AT_ONCE).map((row) => checkAlert(row, deps)));
    for (const result of results) {
      if (result === null) continue;
      done.checked += 1;
      if (result.state === "Firing") done.firing += 1;
      done.told += result.told;
    }
  }
  await deleteOldChecks(deps.db, new Date(deps.now().getTime() - KEPT_MS));
  return done;
}

interface Outcome {
  readonly state: AlertState;
  readonly value: number | null;
  readonly texts: readonly string[];
  readonly error: string | null;
  readonly scores: readonly (number | null)[];
}

/**
 * One check of an alert, for the moment it was due at or, when somebody asks for it, for now. Null: somebody else did
 * it, or nothing is to be done.
 */
export async function checkAlert(
  row: AlertRow,
  deps: Deps,
  dueAt = row.nextCheckAt ?? deps.now(),
): Promise<{ state: AlertState; told: number } | null> {
  const now = deps.now();
  const tenant = await tenantOf(row.environmentId, deps);
  const off = { enabled: false, nextCheckAt: null, updatedAt: now };
  if (!tenant) {
    await claimAlert(row, deps.db, off);
    return null;
  }
  const nextCheckAt = nextCheckOf(row, tenant.project.timezone, now);
  if (isSnoozed(row, now)) {
    await claimAlert(row, deps.db, { state: "Snoozed", nextCheckAt });
    return null;
  }
  const [insight = null] = await findInsights(tenant, deps.db, [row.insightId]);
  if (!insight || insight.deleted) {
    const gone = {
      state: "Errored",
      error: "The insight was deleted.",
      value: null,
      texts: [],
      scores: [],
    } as const;
    return await conclude(tenant, row, null, gone, { nextCheckAt: null, enabled: false }, dueAt, deps);
  }
  const outcome = await look(tenant, row, insight, await inRegionOf(tenant, deps));
  return await conclude(tenant, row, insight, outcome, { nextCheckAt, snoozedUntil: null }, dueAt, deps);
}

async function look(
  tenant: QueryTenant,
  row: AlertRow,
  insight: InsightRow,
  deps: RegionDeps,
): Promise<Outcome> {
  try {
    const found = await evaluate(tenant, row, insight, deps, AbortSignal.timeout(QUERY_MS));
    const state = found.breaches.length > 0 ? "Firing" : "Not firing";
    return { state, value: found.value, texts: found.breaches, error: null, scores: found.scores };
  } catch (error) {
    const reason = error instanceof ApiError ? error.message : "The insight could not be computed.";
    if (!(error instanceof ApiError))
      console.error(JSON.stringify({ job: "check-alerts", id: row.id, error: String(error) }));
    return { state: "Errored", value: null, texts: [], error: reason, scores: [] };
  }
}

/** State, history and messages change together, and only for the one who still finds the alert due. */
async function conclude(
  tenant: QueryTenant,
  row: AlertRow,
  insight: InsightRow | null,
  outcome: Outcome,
  change: Partial<Pick<AlertRow, "nextCheckAt" | "enabled" | "snoozedUntil">>,
  dueAt: Date,
  deps: Deps,
): Promise<{ state: AlertState; told: number } | null> {
  const now = deps.now();
  const message = messageOf(row, outcome, dueAt);
  return await deps.db.transaction(async (tx) => {
    const claimed = await claimAlert(row, tx, {
      ...change,
      state: outcome.state,
      lastValue: outcome.value ?? (outcome.error === null ? null : row.lastValue),
      lastCheckedAt: now,
      ...(message ? { lastNotifiedAt: now } : {}),
    });
    if (!claimed) return null;
    const told = message ? await tellOf(tx, tenant, row, insight, message, deps) : [];
    await insertAlertCheck(tx, {
      id: deps.newId(),
      projectId: row.projectId,
      alertId: row.id,
      dueAt,
      calculatedValue: outcome.value,
      state: outcome.state,
      targetsNotified: told,
      error: outcome.error,
      detail: { breaches: [...outcome.texts], anomaly_scores: [...outcome.scores] },
      createdAt: now,
    });
    return { state: outcome.state, told: told.length };
  });
}

/** An alert speaks when it begins to fire, when it begins to fail, and when either is over. */
function messageOf(row: AlertRow, { state, texts, error, value }: Outcome, dueAt: Date): Message | null {
  if (row.state === state) return null;
  if (state === "Firing") return { kind: "firing", texts, value, dueAt };
  if (state === "Errored") return { kind: "errored", texts: [error ?? ""], value, dueAt };
  const over = state === "Not firing" && (row.state === "Firing" || row.state === "Errored");
  return over ? { kind: "resolved", texts: [], value, dueAt } : null;
}
