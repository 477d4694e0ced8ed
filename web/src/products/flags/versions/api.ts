import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, withQuery } from "@/lib/api/client";
import type { Page } from "@/lib/api/types";
import type { Flag } from "@/products/flags/types";
import type { FlagVersion } from "@/products/flags/versions/diff";

const base = (projectId: number, flagId: number) => `/api/projects/${projectId}/feature_flags/${flagId}`;

/** The newest versions; `current` is the flag's own, so that a write loads them anew. */
export function flagVersionsQuery(projectId: number, flagId: number, current: number) {
  return queryOptions({
    queryKey: ["flag-versions", projectId, flagId, current],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      api.get<Page<FlagVersion>>(withQuery(`${base(projectId, flagId)}/versions/`, { limit: 50 }), signal),
  });
}

export function useRestoreFlag(projectId: number, flagId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (version: number) =>
      api.post<Flag>(`${base(projectId, flagId)}/versions/${version}/restore/`, {}),
    onSuccess: async (saved) => {
      client.setQueryData(["flag", projectId, flagId], saved);
      const keys = ["flags", "flag-states", "flag-activity"];
      await Promise.all(keys.map((key) => client.invalidateQueries({ queryKey: [key, projectId] })));
    },
  });
}
