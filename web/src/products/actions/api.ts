import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, withQuery } from "@/lib/api/client";
import { runCancellable } from "@/lib/api/query";
import type { Page } from "@/lib/api/types";
import { previewQuery } from "@/products/actions/step";
import type { Action, ActionInput, Step } from "@/products/actions/types";
import { toEventRow } from "@/products/events/types";

const base = (projectId: number) => `/api/projects/${projectId}/actions/`;
const listKey = (projectId: number) => ["actions", projectId, "list"];

/** All actions of a project (up to 1000: searched in the browser). */
export function actionListQuery(projectId: number) {
  return queryOptions({
    queryKey: listKey(projectId),
    queryFn: ({ signal }) => api.get<Page<Action>>(withQuery(base(projectId), { limit: 1000 }), signal),
  });
}

export function actionQuery(projectId: number, id: number) {
  return queryOptions({
    queryKey: ["action", projectId, id],
    queryFn: ({ signal }) => api.get<Action>(`${base(projectId)}${id}/`, signal),
  });
}

export interface Reference {
  readonly type: string;
  readonly id: string;
  readonly name: string;
  readonly url: string;
}

/** What uses an action: insights, cohorts … */
export function actionReferencesQuery(projectId: number, id: number) {
  return queryOptions({
    queryKey: ["action-references", projectId, id],
    queryFn: ({ signal }) => api.get<readonly Reference[]>(`${base(projectId)}${id}/references/`, signal),
  });
}

/** The newest events that steps match, saved or not. */
export function actionPreviewQuery(projectId: number, steps: readonly Step[]) {
  const query = previewQuery(steps);
  return queryOptions({
    queryKey: ["action-preview", projectId, query],
    retry: false,
    queryFn: async ({ signal }) => {
      const answer = await runCancellable<readonly (readonly unknown[])[]>(projectId, query, { signal });
      return answer.results.map(toEventRow);
    },
  });
}

/** Creates (no id) or changes an action. */
export function useSaveAction(projectId: number, id: number | null) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: ActionInput) =>
      id === null
        ? api.post<Action>(base(projectId), input)
        : api.patch<Action>(`${base(projectId)}${id}/`, input),
    onSuccess: async (saved) => {
      client.setQueryData(["action", projectId, saved.id], saved);
      await client.invalidateQueries({ queryKey: ["actions", projectId] });
    },
  });
}

export function useDeleteAction(projectId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => api.patch<Action>(`${base(projectId)}${id}/`, { deleted: true }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["actions", projectId] }),
  });
}
