import { CHECK_INTERVALS } from "@edgewise/core/alerts/schedule.ts";
import type { AlertCheckRow, AlertRow } from "@edgewise/db/mysql/repos/alerts.ts";
import { findInsights } from "@edgewise/db/mysql/repos/insights.ts";
import { findUsers } from "@edgewise/db/mysql/repos/users.ts";
import * as z from "zod";
import type { Deps } from "../../../deps.ts";
import type { ProjectAccess } from "../../../http/authorize.ts";
import { isoMicros, isoMicrosOrNull } from "../../../http/time.ts";
import { presentAuthor, presentUserBasic, userBasic } from "../users/basic.ts";

const state = z.enum(["Firing", "Not firing", "Errored", "Snoozed"]);

const check = z.object({
  id: z.string(),
  created_at: z.string(),
  calculated_value: z.number().nullable(),
  state,
  targets_notified: z.boolean(),
  /** Addresses and hosts. */
  notified: z.array(z.string()),
  error: z.object({ message: z.string() }).nullable(),
  breaches: z.array(z.string()),
  anomaly_scores: z.array(z.number().nullable()),
});

export const alert = z.object({
  id: z.string(),
  name: z.string(),
  created_at: z.string(),
  created_by: userBasic.nullable(),
  insight: z
    .object({
      id: z.number().int(),
      short_id: z.string(),
      name: z.string(),
      derived_name: z.string().nullable(),
    })
    .loose(),
  subscribed_users: z.array(userBasic),
  threshold: z.looseObject({}),
  condition: z.looseObject({}),
  config: z.looseObject({}),
  detector_config: z.looseObject({}).nullable(),
  enabled: z.boolean(),
  calculation_interval: z.enum(CHECK_INTERVALS),
  snoozed_until: z.string().nullable(),
  skip_weekend: z.boolean(),
  schedule_start_time: z.string().nullable(),
  schedule_restriction: z.looseObject({}).nullable(),
  state,
  last_notified_at: z.string().nullable(),
  last_checked_at: z.string().nullable(),
  next_check_at: z.string().nullable(),
  last_value: z.number().nullable(),
  checks: z.array(check),
  checks_total: z.number().int().optional(),
  destinations: z.array(z.object({ id: z.string(), type: z.string(), host: z.string() })),
});

/** Alerts as the API shows them; `checks` of each by its id. */
export async function presentAlerts(
  access: ProjectAccess,
  rows: readonly AlertRow[],
  checks: ReadonlyMap<string, readonly AlertCheckRow[]>,
  deps: Deps,
): Promise<z.infer<typeof alert>[]> {
  const [users, insights] = await Promise.all([
    findUsers(
      rows.flatMap((row) => [row.createdBy, ...row.subscribedUsers]),
      deps.db,
    ),
    findInsights(
      access,
      deps.db,
      rows.map((row) => row.insightId),
    ),
  ]);
  return rows.map((row) => {
    const insight = insights.find(({ id }) => id === row.insightId);
    return {
      id: row.id,
      name: row.name,
      created_at: isoMicros(row.createdAt),
      created_by: presentAuthor(row.createdBy, users),
      insight: {
        id: row.insightId,
        short_id: insight?.shortId ?? "",
        name: insight?.name ?? "",
        derived_name: insight?.derivedName ?? null,
        description: insight?.description ?? "",
        tags: insight?.tags ?? [],
        deleted: insight?.deleted ?? true,
        saved: insight?.saved ?? false,
        query: insight?.query ?? null,
      },
      subscribed_users: row.subscribedUsers.flatMap((id) => {
        const user = users.get(id);
        return user ? [presentUserBasic(user)] : [];
      }),
      threshold: row.threshold,
      condition: row.condition,
      config: row.config,
      detector_config: row.detectorConfig,
      enabled: row.enabled,
      calculation_interval: row.interval as (typeof CHECK_INTERVALS)[number],
      snoozed_until: isoMicrosOrNull(row.snoozedUntil),
      skip_weekend: row.skipWeekend,
      schedule_start_time: row.scheduleStart,
      schedule_restriction: row.scheduleRestriction,
      state: row.state,
      last_notified_at: isoMicrosOrNull(row.lastNotifiedAt),
      last_checked_at: isoMicrosOrNull(row.lastCheckedAt),
      next_check_at: isoMicrosOrNull(row.nextCheckAt),
      last_value: row.lastValue,
      checks: (checks.get(row.id) ?? []).map(presentCheck),
      destinations: row.destinations.map(({ id, type, url }) => ({ id, type, host: new URL(url).host })),
    };
  });
}

function presentCheck(row: AlertCheckRow): z.infer<typeof check> {
  const { breaches, anomaly_scores } = row.detail as {
    breaches?: string[];
    anomaly_scores?: (number | null)[];
  };
  return {
    id: row.id,
    created_at: isoMicros(row.createdAt),
    calculated_value: row.calculatedValue,
    state: row.state,
    targets_notified: row.targetsNotified.length > 0,
    notified: row.targetsNotified,
    error: row.error === null ? null : { message: row.error },
    breaches: breaches ?? [],
    anomaly_scores: anomaly_scores ?? [],
  };
}
