import { queryOptions } from "@tanstack/react-query";
import { api, withQuery } from "@/lib/api/client";
import { runQuery } from "@/lib/api/query";
import type { Page, Person } from "@/lib/api/types";
import { type EventRow, toEventRow } from "@/products/events/types";
import type { Flag } from "@/products/flags/types";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Newest persons, or those that match a text (e-mail, name, ID). */
export function personListQuery(projectId: number, search: string) {
  return queryOptions({
    queryKey: ["persons", projectId, search],
    queryFn: ({ signal }) =>
      api.get<Page<Person>>(withQuery(`/api/projects/${projectId}/persons/`, { search, limit: 100 }), signal),
  });
}

/** One person by id or by any of their distinct IDs; null when there is none. */
export function personQuery(projectId: number, ref: string) {
  return queryOptions({
    queryKey: ["person", projectId, ref],
    queryFn: async (): Promise<Person | null> => {
      const path = `/api/projects/${projectId}/persons/`;
      const byDistinct = await api.get<Page<Person>>(withQuery(path, { distinct_id: ref }));
      if (byDistinct.results[0]) return byDistinct.results[0];
      return UUID.test(ref) ? api.get<Person>(`${path}${ref}/`) : null;
    },
  });
}

/** Newest events of one person or one session, of any age. */
export function eventsOfQuery(projectId: number, of: { personId: string } | { sessionId: string }) {
  const filter =
    "personId" in of
      ? { personId: of.personId }
      : { properties: [{ type: "event", key: "$session_id", operator: "exact", value: [of.sessionId] }] };
  return queryOptions({
    queryKey: ["events-of", projectId, of],
    queryFn: async ({ signal }): Promise<readonly EventRow[]> => {
      const answer = await runQuery<readonly (readonly unknown[])[]>(
        projectId,
        {
          kind: "EventsQuery",
          select: ["*", "person_display_name"],
          orderBy: ["timestamp DESC"],
          after: "all",
          limit: 200,
          ...filter,
        },
        "blocking",
        signal,
      );
      return answer.results.map(toEventRow);
    },
  });
}

/** What every flag answers for someone. */
export function flagsOfQuery(projectId: number, distinctId: string) {
  return queryOptions({
    queryKey: ["flags-of", projectId, distinctId],
    queryFn: () =>
      api.get<readonly { readonly feature_flag: Flag; readonly value: string | boolean }[]>(
        withQuery(`/api/projects/${projectId}/feature_flags/my_flags/`, { distinct_id: distinctId }),
      ),
  });
}
