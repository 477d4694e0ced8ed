import type { Reading } from "@edgewise/core/insights/answers/series.ts";
import { isKnownZone } from "@edgewise/core/insights/date-range/calendar.ts";
import type { QueryTenant } from "./tenant.ts";

/** Now and the project's calendar: what reading an answer's dates needs. */
export function readingOf(tenant: QueryTenant, now: Date): Reading {
  const settings = { ...tenant.project.settings, ...tenant.environment.settings };
  const zone = isKnownZone(tenant.project.timezone) ? tenant.project.timezone : "UTC";
  return { now: now.getTime(), calendar: { zone, weekStart: settings.week_start_day === 1 ? 1 : 0 } };
}
