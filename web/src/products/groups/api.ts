import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, withQuery } from "@/lib/api/client";
import type { Page } from "@/lib/api/types";

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

export interface Related {
  readonly type: "person" | "group";
  readonly id: string;
  readonly name?: string;
  readonly group_type_index?: number;
  readonly group_key?: string;
  readonly distinct_ids?: readonly string[];
  readonly person?: { readonly distinct_ids?: readonly string[] };
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** People and other groups that share events with a group. */
export function relatedQuery(projectId: number, type: number, key: string) {
  return queryOptions({
    queryKey: ["group-related", projectId, type, key],
    retry: false,
    queryFn: ({ signal }) =>
      api.get<readonly Related[]>(
        withQuery(`${base(projectId)}related/`, { id: key, group_type_index: type }),
        signal,
      ),
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
