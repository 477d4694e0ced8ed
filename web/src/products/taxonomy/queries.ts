import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, withQuery } from "@/lib/api/client";
import type { Page } from "@/lib/api/types";
import { useProject } from "@/lib/project-context";
import { FIXED_PROPERTIES, groupIndexOf, type PropertySource, typeOf } from "@/products/taxonomy/source";

export interface Known {
  readonly name: string;
  /** How often it was seen lately; 0 when the API does not say. */
  readonly volume: number;
}

interface Definition {
  readonly name: string;
  readonly volume_30_day?: number | null;
  readonly sample_count?: number | null;
}

const MINUTE = 60_000;

/** Events of the last 30 days, most frequent first. */
export function eventNamesQuery(projectId: number) {
  return queryOptions({
    queryKey: ["event-names", projectId],
    staleTime: MINUTE,
    queryFn: ({ signal }) => definitions(projectId, "event_definitions", {}, signal),
  });
}

export function useEventNames() {
  return useQuery(eventNamesQuery(useProject().id));
}

/** Property names that were seen on events, persons, sessions or groups. */
export function propertyNamesQuery(projectId: number, source: PropertySource) {
  return queryOptions({
    queryKey: ["property-names", projectId, source],
    staleTime: MINUTE,
    queryFn: ({ signal }) => {
      const fixed = FIXED_PROPERTIES[source];
      if (fixed) return fixed.map((name): Known => ({ name, volume: 0 }));
      const query = { type: typeOf(source), group_type_index: groupIndexOf(source) ?? undefined };
      return definitions(projectId, "property_definitions", query, signal);
    },
  });
}

/** The most frequent values of a property, of those that contain `search`. */
export function usePropertyValues(source: PropertySource, key: string, enabled: boolean, search = "") {
  const project = useProject();
  return useQuery({
    queryKey: ["property-values", project.id, source, key, search],
    staleTime: MINUTE,
    // While another search runs, not of another property.
    placeholderData: (before: readonly Known[] | undefined, query) =>
      query?.queryKey[3] === key ? before : undefined,
    enabled: enabled && key !== "" && FIXED_PROPERTIES[source] === undefined,
    queryFn: async ({ signal }): Promise<readonly Known[]> => {
      const group = groupIndexOf(source);
      const route = group === null ? `${source}s/values/` : "groups/property_values/";
      const values = await api.get<readonly { name: unknown; count?: number }[]>(
        withQuery(`/api/projects/${project.id}/${route}`, {
          key,
          value: search || undefined,
          group_type_index: group ?? undefined,
        }),
        signal,
      );
      return values.map(({ name, count }) => ({ name: String(name), volume: count ?? 0 }));
    },
  });
}

/** Everything whose properties queries can filter by. */
export function useQuerySources(): readonly PropertySource[] {
  const { group_types: types = [] } = useProject();
  const groups = types.map(({ group_type_index: index }) => `group_${index}` as const);
  return ["event", "person", "session", ...groups, "element", "event_metadata"];
}

async function definitions(
  projectId: number,
  kind: "event_definitions" | "property_definitions",
  query: Readonly<Record<string, string | number | undefined>>,
  signal: AbortSignal,
): Promise<readonly Known[]> {
  const path = withQuery(`/api/projects/${projectId}/${kind}/`, {
    ...query,
    exclude_hidden: "true",
    limit: 1000,
  });
  const page = await api.get<Page<Definition>>(path, signal);
  return page.results
    .map((item) => ({ name: item.name, volume: item.volume_30_day ?? item.sample_count ?? 0 }))
    .toSorted((a, b) => b.volume - a.volume);
}
