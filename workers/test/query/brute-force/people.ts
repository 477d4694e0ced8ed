import type { JsonObject, JsonValue } from "@edgewise/core/events/types.ts";
import { personIdOf } from "../event-rows.ts";
import type { InsightRunner } from "../insight-runner.ts";
import { NOON, type Place } from "./history.ts";

/** Who is behind a number of a project: rows of an ActorsQuery, `select` after the person's UUID. */
export async function peopleBehind(
  runner: InsightRunner,
  environmentId: number,
  source: JsonObject,
  { zone, weekStart }: Place,
  select: readonly string[] = [],
): Promise<JsonValue[][]> {
  const query = { kind: "ActorsQuery", source, select: ["id", ...select] };
  const context = { environmentId, timezone: zone, weekStartDay: weekStart, now: Date.parse(NOON.last) };
  return (await runner.run(query, context)).results as JsonValue[][];
}

/** UUIDs of users, sorted. */
export const idsOf = (users: Iterable<string>): string[] => [...users].map(personIdOf).sort();
