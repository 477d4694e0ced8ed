import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, withQuery } from "@/lib/api/client";
import type { Page } from "@/lib/api/types";
import type { Release, ReleaseAction, ReleaseEntry } from "@/products/releases/types";

const base = (projectId: number) => `/api/projects/${projectId}/guarded_releases`;
const REFRESH_MS = 10_000;

/** Releases of the environment, newest first. */
export function releaseListQuery(projectId: number) {
  return queryOptions({
    queryKey: ["releases", projectId, "list"],
    queryFn: ({ signal }) => api.get<Page<Release>>(withQuery(`${base(projectId)}/`, { limit: 500 }), signal),
    refetchInterval: REFRESH_MS,
  });
}

/** Releases of a flag, newest first. */
export function flagReleasesQuery(projectId: number, flagId: number) {
  return queryOptions({
    queryKey: ["releases", projectId, "flag", flagId],
    queryFn: ({ signal }) =>
      api.get<Page<Release>>(`/api/projects/${projectId}/feature_flags/${flagId}/guarded_releases/`, signal),
    refetchInterval: REFRESH_MS,
  });
}

export function releaseQuery(projectId: number, id: string) {
  return queryOptions({
    queryKey: ["releases", projectId, id],
    queryFn: ({ signal }) => api.get<Release>(`${base(projectId)}/${id}/`, signal),
    refetchInterval: REFRESH_MS,
  });
}

export function releaseHistoryQuery(projectId: number, id: string) {
  return queryOptions({
    queryKey: ["releases", projectId, id, "history"],
    queryFn: ({ signal }) => api.get<ReleaseEntry[]>(`${base(projectId)}/${id}/history/`, signal),
    refetchInterval: REFRESH_MS,
  });
}

/** The people behind a figure, those with the greatest value first. */
export function releasePeopleQuery(projectId: number, id: string, guard: string, side: "on" | "off") {
  return queryOptions({
    queryKey: ["releases", projectId, id, "people", guard, side],
    queryFn: ({ signal }) =>
      api.get<{ results: { id: string; name: string; value: number; session_id: string | null }[] }>(
        withQuery(`${base(projectId)}/${id}/people/`, { guard, side, limit: 100 }),
        signal,
      ),
  });
}

type Write =
  | { readonly kind: "start"; readonly flagId: number; readonly body: object }
  | { readonly kind: "change"; readonly id: string; readonly body: object }
  | { readonly kind: "act"; readonly id: string; readonly action: ReleaseAction; readonly reason?: string };

/** Every write of releases; the flag's page shows what came of it. */
export function useReleaseWrite(projectId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (write: Write): Promise<Release> => {
      if (write.kind === "start") {
        const path = `/api/projects/${projectId}/feature_flags/${write.flagId}/guarded_releases/`;
        return api.post<Release>(path, write.body);
      }
      if (write.kind === "change") return api.patch<Release>(`${base(projectId)}/${write.id}/`, write.body);
      const { id, action, reason = "" } = write;
      return api.post<Release>(`${base(projectId)}/${id}/${action}/`, action === "check" ? {} : { reason });
    },
    onSettled: (release) =>
      Promise.all([
        client.invalidateQueries({ queryKey: ["releases", projectId] }),
        client.invalidateQueries({ queryKey: ["flag", projectId, release?.flag.id] }),
        client.invalidateQueries({ queryKey: ["flags", projectId] }),
        client.invalidateQueries({ queryKey: ["flag-schedules", projectId] }),
        client.invalidateQueries({ queryKey: ["flag-states", projectId] }),
      ]),
  });
}
