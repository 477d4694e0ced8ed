import { queryOptions, useQuery } from "@tanstack/react-query";
import { runSql } from "@/lib/api/query";
import { useProject } from "@/lib/project-context";
import { propertyExpression } from "@/products/taxonomy/property-sql";

export interface Known {
  readonly name: string;
  /** How often it was seen lately. */
  readonly volume: number;
}

export type PropertySource = "event" | "person";

const MINUTE = 60_000;

/** Events of the last 30 days, most frequent first. */
export function eventNamesQuery(projectId: number) {
  return queryOptions({
    queryKey: ["event-names", projectId],
    staleTime: MINUTE,
    queryFn: async ({ signal }): Promise<readonly Known[]> => {
      const answer = await runSql(
        projectId,
        `SELECT event, count() AS volume FROM events WHERE timestamp > now() - INTERVAL 30 DAY
         GROUP BY event ORDER BY volume DESC LIMIT 500`,
        {},
        signal,
      );
      return answer.results.map(toKnown);
    },
  });
}

export function useEventNames() {
  return useQuery(eventNamesQuery(useProject().id));
}

/** Property names, taken from the newest few thousand events or persons. */
export function usePropertyNames(source: PropertySource, enabled = true) {
  const project = useProject();
  return useQuery({
    queryKey: ["property-names", project.id, source],
    staleTime: MINUTE,
    enabled,
    queryFn: async ({ signal }): Promise<readonly Known[]> => {
      const sample =
        source === "event"
          ? "SELECT properties FROM events WHERE timestamp > now() - INTERVAL 30 DAY ORDER BY timestamp DESC LIMIT 3000"
          : "SELECT properties FROM persons ORDER BY created_at DESC LIMIT 3000";
      const answer = await runSql(
        project.id,
        `SELECT arrayJoin(JSONExtractKeys(toString(properties))) AS name, count() AS volume FROM (${sample})
         GROUP BY name ORDER BY volume DESC LIMIT 1000`,
        {},
        signal,
      );
      return answer.results.map(toKnown);
    },
  });
}

/** The most frequent values of a property. */
export function usePropertyValues(source: PropertySource, key: string, enabled: boolean) {
  const project = useProject();
  return useQuery({
    queryKey: ["property-values", project.id, source, key],
    staleTime: MINUTE,
    enabled: enabled && key !== "",
    queryFn: async ({ signal }): Promise<readonly Known[]> => {
      const value = propertyExpression(key);
      const from =
        source === "event"
          ? "FROM events WHERE timestamp > now() - INTERVAL 30 DAY AND"
          : "FROM persons WHERE";
      const answer = await runSql(
        project.id,
        `SELECT toString(${value}) AS value, count() AS volume ${from} ${value} IS NOT NULL
         GROUP BY value ORDER BY volume DESC LIMIT 50`,
        {},
        signal,
      );
      return answer.results.map(toKnown);
    },
  });
}

function toKnown(row: readonly unknown[]): Known {
  return { name: String(row[0]), volume: Number(row[1]) };
}
