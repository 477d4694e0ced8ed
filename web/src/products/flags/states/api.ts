import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, withQuery } from "@/lib/api/client";
import { ApiError } from "@/lib/api/error";
import type { ChangeRequest, FlagPlace, StateChange, StatePart } from "@/products/flags/states/types";

const base = (projectId: number, flagId: number) => `/api/projects/${projectId}/feature_flags/${flagId}`;
const key = (projectId: number, flagId: number) => ["flag-states", projectId, flagId];

/** The flag in every environment. */
export function flagPlacesQuery(projectId: number, flagId: number) {
  return queryOptions({
    queryKey: [...key(projectId, flagId), "places"],
    queryFn: ({ signal }) => api.get<FlagPlace[]>(`${base(projectId, flagId)}/environments/`, signal),
  });
}

/** Changes that waited or wait for a second person, newest first. */
export function changeRequestsQuery(projectId: number, flagId: number) {
  return queryOptions({
    queryKey: [...key(projectId, flagId), "requests"],
    queryFn: ({ signal }) => api.get<ChangeRequest[]>(`${base(projectId, flagId)}/change_requests/`, signal),
  });
}

/** What promotion would change. */
export function stateDiffQuery(projectId: number, flagId: number, from: number, to: number) {
  return queryOptions({
    queryKey: [...key(projectId, flagId), "diff", from, to],
    queryFn: ({ signal }) =>
      api.get<{ changes: StateChange[] }>(
        withQuery(`${base(projectId, flagId)}/environment_diff/`, { from, to }),
        signal,
      ),
  });
}

type Write =
  | { readonly kind: "switch"; readonly place: number; readonly active: boolean }
  | { readonly kind: "follow"; readonly place: number }
  | {
      readonly kind: "promote";
      readonly from: number;
      readonly to: number;
      readonly parts: readonly StatePart[];
    }
  | {
      readonly kind: "decide";
      readonly request: string;
      readonly verb: "approve" | "reject" | "withdraw";
    };

/** Every write of states. Also a refused one may leave a waiting change, so all is loaded anew after each. */
export function useStateWrite(projectId: number, flagId: number) {
  const client = useQueryClient();
  const path = base(projectId, flagId);
  return useMutation({
    mutationFn: async (write: Write): Promise<unknown> => {
      if (write.kind === "switch")
        return await api.patch(`${path}/environments/${write.place}/`, { active: write.active });
      if (write.kind === "follow")
        return await api.patch(`${path}/environments/${write.place}/`, { active: null, filters: null });
      if (write.kind === "promote") {
        const { from, to, parts } = write;
        return await api.post(`${path}/promote/`, { from, to, parts });
      }
      return await api.post(`${path}/change_requests/${write.request}/${write.verb}/`, {});
    },
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: key(projectId, flagId) }),
        client.invalidateQueries({ queryKey: ["flag", projectId, flagId] }),
        client.invalidateQueries({ queryKey: ["flags", projectId] }),
        client.invalidateQueries({ queryKey: ["flag-activity", projectId, flagId] }),
      ]),
  });
}

/** The write is kept until a second person approves it. */
export function isWaiting(error: unknown): error is ApiError {
  return error instanceof ApiError && error.code === "approval_required";
}
