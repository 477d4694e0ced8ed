import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, withQuery } from "@/lib/api/client";
import type { Page } from "@/lib/api/types";
import type {
  Definition,
  DefinitionKind,
  EventDefinition,
  PropertyDefinition,
} from "@/products/definitions/types";

const LIMIT = 1000;

/** Events of the project whose name fits, most frequent first. */
export function eventDefinitionsQuery(projectId: number, search: string) {
  return queryOptions({
    queryKey: ["event_definitions", projectId, search],
    queryFn: ({ signal }) =>
      api.get<Page<EventDefinition>>(
        withQuery(`/api/projects/${projectId}/event_definitions/`, { search, limit: LIMIT }),
        signal,
      ),
  });
}

export interface PropertyScope {
  readonly type: "event" | "person" | "group";
  readonly group_type_index?: number | undefined;
}

/** Properties of events, persons or groups whose name fits. */
export function propertyDefinitionsQuery(projectId: number, scope: PropertyScope, search: string) {
  return queryOptions({
    queryKey: ["property_definitions", projectId, scope, search],
    queryFn: ({ signal }) =>
      api.get<Page<PropertyDefinition>>(
        withQuery(`/api/projects/${projectId}/property_definitions/`, { ...scope, search, limit: LIMIT }),
        signal,
      ),
  });
}

/** Writes what people say about an event or property. */
export function useDescribe(projectId: number, kind: DefinitionKind) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, change }: { id: string; change: object }) =>
      api.patch<Definition>(`/api/projects/${projectId}/${kind}/${id}/`, change),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: [kind, projectId] }),
        client.invalidateQueries({
          queryKey: [kind === "event_definitions" ? "event-names" : "property-names", projectId],
        }),
      ]),
  });
}
