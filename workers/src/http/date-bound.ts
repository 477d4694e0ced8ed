import { isKnownZone } from "@edgewise/core/insights/date-range/calendar.ts";
import { parseDate } from "@edgewise/core/insights/date-range/relative.ts";
import { invalid } from "./errors.ts";

const DATE = /^(\d{4}-|-?\d{1,6}[hdwmqyHDWMQY]|[hdwmqy](Start|End)$)/;

/**
 * A moment of a list filter: an ISO date or time (`2026-01-31`, local to `timezone` without an offset) or a relative
 * date such as `-7d`. Undefined when absent; throws with `attr` = `name` for other text.
 */
export function dateBound(
  name: string,
  text: string | undefined,
  now: Date,
  timezone: string,
): Date | undefined {
  if (text === undefined || text === "") return undefined;
  const parsed = DATE.test(text)
    ? parseDate(text, now.getTime(), { zone: isKnownZone(timezone) ? timezone : "UTC", weekStart: 0 })
    : undefined;
  if (parsed) return new Date(parsed.ms);
  throw invalid(name, `"${text}" is no date: use e.g. "2026-01-31", "2026-01-31T12:00:00Z" or "-7d".`);
}
