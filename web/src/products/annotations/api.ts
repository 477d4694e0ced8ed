import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, withQuery } from "@/lib/api/client";
import type { Page, UserBasic } from "@/lib/api/types";

export type AnnotationScope = "dashboard_item" | "dashboard" | "project" | "organization";

export interface Annotation {
  readonly id: number;
  readonly content: string;
  readonly date_marker: string;
  readonly scope: AnnotationScope;
  readonly created_by: UserBasic | null;
  readonly dashboard_id: number | null;
  readonly dashboard_name: string | null;
  readonly insight_short_id: string | null;
  readonly insight_name: string | null;
}

const base = (projectId: number) => `/api/projects/${projectId}/annotations/`;

/** Annotations of the project (the newest 500) that contain a text. */
export function annotationListQuery(projectId: number, search: string) {
  return queryOptions({
    queryKey: ["annotations", projectId, "list", search],
    queryFn: ({ signal }) =>
      api.get<Page<Annotation>>(withQuery(base(projectId), { search, limit: 500 }), signal),
  });
}

/** Creates (no id), changes or hides an annotation. */
export function useWriteAnnotation(projectId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, body }: { id: number | null; body: object }) =>
      id === null
        ? api.post<Annotation>(base(projectId), body)
        : api.patch<Annotation>(`${base(projectId)}${id}/`, body),
    onSuccess: () => client.invalidateQueries({ queryKey: ["annotations", projectId] }),
  });
}
