import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, withQuery } from "@/lib/api/client";
import type { Page } from "@/lib/api/types";
import type { Schedule, ScheduleInput } from "@/products/flags/schedules/types";

const base = (projectId: number) => `/api/projects/${projectId}/scheduled_changes/`;
const key = (projectId: number, flagId: number) => ["flag-schedules", projectId, flagId];

/** Planned changes of a flag in all environments, those to come first. */
export function schedulesQuery(projectId: number, flagId: number) {
  return queryOptions({
    queryKey: key(projectId, flagId),
    queryFn: ({ signal }) =>
      api.get<Page<Schedule>>(
        withQuery(base(projectId), { model_name: "FeatureFlag", record_id: flagId, limit: 200 }),
        signal,
      ),
    refetchInterval: 60_000,
  });
}

export function useAddSchedule(projectId: number, flagId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: ScheduleInput) => api.post<Schedule>(base(projectId), input),
    onSuccess: () => client.invalidateQueries({ queryKey: key(projectId, flagId) }),
  });
}

export function useCancelSchedule(projectId: number, flagId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => api.delete(`${base(projectId)}${id}/`),
    onSettled: () => client.invalidateQueries({ queryKey: key(projectId, flagId) }),
  });
}
