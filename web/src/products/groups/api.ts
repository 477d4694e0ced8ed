import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, withQuery } from "@/lib/api/client";
import { runSql } from "@/lib/api/query";
import type { Page } from "@/lib/api/types";
import { sqlString } from "@/products/taxonomy/sql-string";

export interface Group {
  readonly group_type_index: number;
  readonly group_key: string;
  readonly group_properties: Readonly<Record<string, unknown>>;
  readonly created_at: string;
}

const PAGE = 100;
const base = (projectId: number) => `/api/projects/${projectId}/groups/`;

/** Newest groups of a type, or those that match a text, a page at a time. */
export function groupListQuery(projectId: number, type: number, search: string) {
  return infiniteQueryOptions({
    queryKey: ["groups", projectId, type, search],
    initialPageParam: null as string | null,
    queryFn: ({ signal, pageParam }) => {
      const first = withQuery(base(projectId), { group_type_index: type, search, limit: PAGE });
      return api.get<Page<Group>>(pageParam === null ? first : pathOf(pageParam), signal);
    },
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

/** The API links pages by its own host; the browser asks through the app's. */
function pathOf(link: string): string {
  const url = new URL(link);
  return url.pathname + url.search;
}

export function groupQuery(projectId: number, type: number, key: string) {
  return queryOptions({
    queryKey: ["group", projectId, type, key],
    queryFn: ({ signal }) =>
      api.get<Group>(
        withQuery(`${base(projectId)}find/`, { group_type_index: type, group_key: key }),
        signal,
      ),
  });
}

/** Someone whose events name a group. */
export interface Member {
  readonly id: string;
  readonly name: string;
  readonly events: number;
  /** As the query language prints it. */
  readonly lastSeen: string;
}

/** The people of a group, last seen first (up to 200). */
export function membersQuery(projectId: number, type: number, key: string) {
  return queryOptions({
    queryKey: ["group-members", projectId, type, key],
    queryFn: async ({ signal }): Promise<readonly Member[]> => {
      const { results } = await runSql(
        projectId,
        `SELECT toString(person_id), any(person.properties.email), any(person.properties.name), any(distinct_id),
  count(), max(timestamp)
FROM events
WHERE properties.$group_${type} = ${sqlString(key)}
GROUP BY person_id
ORDER BY max(timestamp) DESC
LIMIT 200`,
        signal,
      );
      return results.map(([id, email, name, distinctId, events, lastSeen]) => ({
        id: String(id),
        name: String(email || name || distinctId),
        events: Number(events),
        lastSeen: String(lastSeen),
      }));
    },
  });
}

/** Sets (or, without a value, deletes) a property of a group. */
export function writeGroupProperty(
  projectId: number,
  type: number,
  key: string,
  body: object,
  action: "update" | "delete",
) {
  const at = { group_type_index: type, group_key: key };
  return api.post(withQuery(`${base(projectId)}${action}_property/`, at), body);
}
