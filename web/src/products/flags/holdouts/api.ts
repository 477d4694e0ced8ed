import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, withQuery } from "@/lib/api/client";
import type { Page, UserBasic } from "@/lib/api/types";

/** People who are kept out of experiments; the share is the one of `filters`. */
export interface Holdout {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly filters: readonly { readonly rollout_percentage: number }[];
  readonly created_by: UserBasic | null;
  readonly created_at: string;
}

export interface HoldoutInput {
  readonly name: string;
  readonly description: string;
  readonly filters: readonly { readonly rollout_percentage: number }[];
}

/** The percentage that is held out. */
export const shareOf = ({ filters }: Pick<Holdout, "filters">): number => filters[0]?.rollout_percentage ?? 0;

const base = (projectId: number) => `/api/projects/${projectId}/experiment_holdouts`;
const listKey = (projectId: number) => ["holdouts", projectId];

export function holdoutListQuery(projectId: number) {
  return queryOptions({
    queryKey: listKey(projectId),
    queryFn: ({ signal }) => api.get<Page<Holdout>>(withQuery(`${base(projectId)}/`, { limit: 200 }), signal),
  });
}

/** Creates (no id) or changes a holdout. */
export function useSaveHoldout(projectId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...input }: HoldoutInput & { readonly id: number | null }) =>
      id === null
        ? api.post<Holdout>(`${base(projectId)}/`, input)
        : api.patch<Holdout>(`${base(projectId)}/${id}/`, input),
    onSuccess: () => client.invalidateQueries({ queryKey: listKey(projectId) }),
  });
}

export function useDeleteHoldout(projectId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => api.delete(`${base(projectId)}/${id}/`),
    onSuccess: () => client.invalidateQueries({ queryKey: listKey(projectId) }),
  });
}
