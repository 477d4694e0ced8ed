import type { ProductKey } from "./products.ts";

/** Which stored events are a product's billable units, as the SQL editor reads it; absent: not counted from events. */
const CONDITIONS: Readonly<Partial<Record<ProductKey, string>>> = {
  events:
    "lane = 'events' AND event NOT IN ('$feature_flag_called', 'survey shown', 'survey dismissed', 'survey sent')",
  surveys: "event = 'survey sent'",
  exceptions: "lane = 'exceptions'",
  ai: "lane = 'ai'",
};

/** Days `from` to `to` inclusive, `YYYY-MM-DD`, UTC days of arrival. */
export interface MeterDays {
  readonly from: string;
  readonly to: string;
}

/**
 * The query that gives a product's metered units of one environment from its raw events, by day, event and SDK. Test
 * accounts are still among them: what they are is the project's filter. Null for what is not counted from events.
 */
export function meterSql(product: ProductKey, { from, to }: MeterDays): string | null {
  const condition = CONDITIONS[product];
  if (condition === undefined) return null;
  return `SELECT toDate(toTimeZone(created_at, 'UTC')) AS day, event, properties.$lib AS sdk, count() AS units
FROM events
WHERE created_at >= toDateTime('${from} 00:00:00', 'UTC')
  AND created_at < toDateTime('${to} 00:00:00', 'UTC') + INTERVAL 1 DAY
  AND ${condition}
  AND bot = 0 AND sample_weight = 1
GROUP BY day, event, sdk
ORDER BY day, units DESC`;
}
