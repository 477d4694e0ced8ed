import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, withQuery } from "@/lib/api/client";
import type { Page, UserBasic } from "@/lib/api/types";
import { useProject } from "@/lib/project-context";

/** A saved insight, as far as screens read it. */
export interface SavedInsight {
  readonly id: number;
  readonly short_id: string;
  readonly name: string;
  readonly derived_name: string | null;
  readonly description: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly dashboards: readonly number[];
  readonly tags: readonly string[];
  readonly favorited: boolean;
  readonly created_by: UserBasic | null;
  readonly last_modified_at: string;
  readonly last_modified_by: UserBasic | null;
}

/** What can be written to an insight. */
export interface InsightDraft {
  readonly name?: string;
  readonly derived_name?: string | null;
  readonly description?: string;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly tags?: readonly string[];
  readonly favorited?: boolean;
  readonly dashboards?: readonly number[];
  readonly deleted?: boolean;
}

export interface InsightSearch {
  readonly search: string;
  readonly kind: string;
  readonly favorited: boolean;
  readonly mine: boolean;
  readonly tag: string;
  readonly offset: number;
}

export const LIST_SIZE = 50;

/** A page of saved insights, the last changed first. */
export function insightListQuery(projectId: number, search: InsightSearch) {
  return queryOptions({
    queryKey: ["insights", projectId, search],
    queryFn: ({ signal }) =>
      api.get<Page<SavedInsight>>(
        withQuery(`/api/projects/${projectId}/insights/`, {
          saved: "true",
          search: search.search,
          insight: search.kind,
          favorited: search.favorited ? "true" : undefined,
          user: search.mine ? "true" : undefined,
          tags: search.tag ? JSON.stringify([search.tag]) : undefined,
          order: "-last_modified_at",
          limit: LIST_SIZE,
          offset: search.offset,
        }),
        signal,
      ),
  });
}

export function insightQuery(projectId: number, shortId: string) {
  return queryOptions({
    queryKey: ["insight-saved", projectId, shortId],
    queryFn: ({ signal }) => api.get<SavedInsight>(`/api/projects/${projectId}/insights/${shortId}/`, signal),
  });
}

/** Creates insights and changes them; lists and pages follow. */
export function useSaveInsight() {
  const project = useProject();
  const queries = useQueryClient();
  const path = `/api/projects/${project.id}/insights/`;
  return useMutation({
    mutationFn: ({ shortId, draft }: { shortId: string | null; draft: InsightDraft }) =>
      shortId === null
        ? api.post<SavedInsight>(path, { ...draft, saved: true })
        : api.patch<SavedInsight>(`${path}${shortId}/`, draft),
    onSuccess: (saved) => {
      queries.setQueryData(insightQuery(project.id, saved.short_id).queryKey, saved);
      void queries.invalidateQueries({ queryKey: ["insights", project.id] });
    },
  });
}

/** What an insight is called: its name, else what its query says. */
export function insightName(insight: Pick<SavedInsight, "name" | "derived_name">): string {
  return insight.name || insight.derived_name || "Without a name";
}

/** Says that the person looks at an insight: what "last viewed" and "trending" are made of. */
export const noteViewed = (projectId: number, id: number): Promise<unknown> =>
  api.post(`/api/projects/${projectId}/insights/${id}/viewed/`, {});
