import type { PropertyFilter } from "../filters/filter.ts";
import { isComplete } from "../filters/filter.ts";
import { sqlString } from "../taxonomy/sql-string.ts";

export interface LiveFilters {
  readonly event: string | null;
  /** Text in person or distinct ID. */
  readonly person: string;
  readonly properties: readonly PropertyFilter[];
}

/** Overlap of two polls: events become visible in the warehouse a moment after they arrived. */
const OVERLAP_MS = 20_000;

/**
 * The query of one poll.
 *
 * @param since arrival (ISO 8601) of the newest known event; null on the first poll, which shows the last day.
 */
export function liveQuery(filters: LiveFilters, since: string | null): Readonly<Record<string, unknown>> {
  const where: string[] = [];
  if (since !== null) {
    const from = new Date(new Date(since).getTime() - OVERLAP_MS).toISOString();
    where.push(`created_at >= toDateTime64(${sqlString(from.replace("T", " ").replace("Z", ""))}, 3, 'UTC')`);
  }
  const person = filters.person.trim();
  if (person !== "") {
    const text = sqlString(`%${person.replaceAll(/[\\%_]/g, "\\$&")}%`);
    where.push(`distinct_id ILIKE ${text} OR toString(person_id) = ${sqlString(person)}`);
  }
  return {
    kind: "EventsQuery",
    select: ["*", "person_display_name"],
    orderBy: ["created_at DESC", "timestamp DESC"],
    after: "-24h",
    limit: since === null ? 100 : 200,
    ...(where.length > 0 ? { where } : {}),
    ...(filters.event === null ? {} : { event: filters.event }),
    properties: filters.properties.filter(isComplete),
  };
}
