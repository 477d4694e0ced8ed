import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, withQuery } from "@/lib/api/client";
import { runQuery } from "@/lib/api/query";
import type { Page, Person } from "@/lib/api/types";
import { type EventRow, toEventRow } from "@/products/events/types";
import type { PropertyFilter } from "@/products/filters/filter";
import type { Flag } from "@/products/flags/types";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const PAGE = 100;

export const personsPath = (projectId: number) => `/api/projects/${projectId}/persons/`;

/** Newest persons, or those that match a text (e-mail, name, ID) and filters, a page at a time. */
export function personListQuery(projectId: number, search: string, filters: readonly PropertyFilter[]) {
  return infiniteQueryOptions({
    queryKey: ["persons", projectId, search, filters],
    initialPageParam: 0,
    queryFn: ({ signal, pageParam }) => {
      const properties = filters.length > 0 ? JSON.stringify(filters) : undefined;
      const query = { search, properties, limit: PAGE, offset: pageParam };
      return api.get<Page<Person>>(withQuery(personsPath(projectId), query), signal);
    },
    getNextPageParam: (last, pages) => (last.next ? pages.length * PAGE : undefined),
  });
}

/** One person by id or by any of their distinct IDs; null when there is none. */
export function personQuery(projectId: number, ref: string) {
  return queryOptions({
    queryKey: ["person", projectId, ref],
    queryFn: async (): Promise<Person | null> => {
      const path = personsPath(projectId);
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
    queryFn: ({ signal }) => loadEvents(projectId, filter, {}, signal),
  });
}

/** Newest events that fit a part of an EventsQuery, of any age; further pages go back in time. */
export function timelineQuery(projectId: number, filter: Readonly<Record<string, unknown>>) {
  return infiniteQueryOptions({
    queryKey: ["timeline", projectId, filter],
    initialPageParam: 0,
    queryFn: ({ signal, pageParam }) => loadEvents(projectId, filter, { offset: pageParam }, signal),
    getNextPageParam: (last, pages) => (last.length === EVENTS ? pages.length * EVENTS : undefined),
  });
}

const EVENTS = 200;

async function loadEvents(
  projectId: number,
  filter: Readonly<Record<string, unknown>>,
  page: { offset?: number },
  signal: AbortSignal,
): Promise<readonly EventRow[]> {
  const query = {
    kind: "EventsQuery",
    select: ["*", "person_display_name"],
    orderBy: ["timestamp DESC"],
    after: "all",
    limit: EVENTS,
    ...filter,
    ...page,
  };
  const answer = await runQuery<readonly (readonly unknown[])[]>(projectId, query, "blocking", signal);
  return answer.results.map(toEventRow);
}

export interface FlagAnswer {
  readonly flag: Flag;
  readonly value: string | boolean;
  /** Why, in a sentence. */
  readonly reason: string | null;
}

/** What every flag answers for someone (or for groups), with the reason. */
export function flagsOfQuery(
  projectId: number,
  distinctId: string,
  groups: Readonly<Record<string, string>> = {},
) {
  return queryOptions({
    queryKey: ["flags-of", projectId, distinctId, groups],
    queryFn: async ({ signal }): Promise<readonly FlagAnswer[]> => {
      const base = `/api/projects/${projectId}/feature_flags`;
      const query = {
        distinct_id: distinctId,
        groups: Object.keys(groups).length > 0 ? JSON.stringify(groups) : undefined,
      };
      const [answers, reasons] = await Promise.all([
        api.get<readonly { readonly feature_flag: Flag; readonly value: string | boolean }[]>(
          withQuery(`${base}/my_flags/`, query),
          signal,
        ),
        api.get<Readonly<Record<string, { readonly evaluation: { readonly description?: string } }>>>(
          withQuery(`${base}/evaluation_reasons/`, query),
          signal,
        ),
      ]);
      return answers.map(({ feature_flag: flag, value }) => ({
        flag,
        value,
        reason: reasons[flag.key]?.evaluation.description ?? null,
      }));
    },
  });
}

/** Cohorts that someone is in. */
export function cohortsOfQuery(projectId: number, personId: string) {
  return queryOptions({
    queryKey: ["cohorts-of", projectId, personId],
    queryFn: ({ signal }) =>
      api.get<{
        readonly results: readonly {
          readonly id: number;
          readonly name: string;
          readonly count: number | null;
        }[];
      }>(withQuery(`${personsPath(projectId)}cohorts/`, { person_id: personId }), signal),
  });
}

/** A row of the merge log. */
export interface Merge {
  readonly id: string;
  readonly at: string;
  readonly kind: "merge" | "attach";
  readonly source_person_id: string;
  readonly source_distinct_id: string;
  readonly target_person_id: string;
  readonly target_distinct_id: string;
  readonly moved_distinct_ids: readonly string[];
  readonly undone_at: string | null;
}

/** What undoing a merge changes. */
export interface UndoPreview {
  readonly merge: Merge;
  readonly distinct_ids: readonly string[];
  readonly removed_properties: readonly string[];
  readonly target_properties: Readonly<Record<string, unknown>>;
  readonly source_properties: Readonly<Record<string, unknown>> | null;
}

/** Merges that someone took part in, newest first. */
export function mergesOfQuery(projectId: number, personId: string) {
  return queryOptions({
    queryKey: ["merges", projectId, personId],
    queryFn: ({ signal }) =>
      api.get<{ readonly results: readonly Merge[] }>(`${personsPath(projectId)}${personId}/merges/`, signal),
  });
}

export function undoPreviewQuery(projectId: number, personId: string, mergeId: string) {
  return queryOptions({
    queryKey: ["merge-undo", projectId, mergeId],
    queryFn: ({ signal }) =>
      api.get<UndoPreview>(`${personsPath(projectId)}${personId}/merges/${mergeId}/`, signal),
  });
}

/** What merging another person into this one would make. */
export interface MergePreview {
  readonly target: Person;
  readonly source: Person;
  readonly result: Person;
  readonly conflicts: readonly { readonly key: string; readonly kept: unknown; readonly dropped: unknown }[];
  readonly taken: readonly string[];
}

export function mergePreviewQuery(projectId: number, personId: string, source: string) {
  return queryOptions({
    queryKey: ["merge-preview", projectId, personId, source],
    retry: false,
    queryFn: ({ signal }) =>
      api.get<MergePreview>(
        withQuery(`${personsPath(projectId)}${personId}/merge_preview/`, { source }),
        signal,
      ),
  });
}
