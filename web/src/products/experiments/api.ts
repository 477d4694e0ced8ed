import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, withQuery } from "@/lib/api/client";
import type { ActivityItem, Page } from "@/lib/api/types";
import type { Experiment, Results, RunningTime, Timeseries } from "@/products/experiments/types";

const base = (projectId: number) => `/api/projects/${projectId}/experiments`;
const listKey = (projectId: number) => ["experiments", projectId];
const oneKey = (projectId: number, id: number) => ["experiment", projectId, id];

/** The project's experiments; archived ones only when asked for. */
export function experimentListQuery(projectId: number, archived: boolean) {
  return queryOptions({
    queryKey: [...listKey(projectId), archived],
    queryFn: ({ signal }) =>
      api.get<Page<Experiment>>(
        withQuery(`${base(projectId)}/`, { limit: 500, archived: String(archived) }),
        signal,
      ),
  });
}

export function experimentQuery(projectId: number, id: number) {
  return queryOptions({
    queryKey: oneKey(projectId, id),
    queryFn: ({ signal }) => api.get<Experiment>(`${base(projectId)}/${id}/`, signal),
  });
}

/** A look at the whole experiment. */
export function resultsQuery(projectId: number, id: number) {
  return queryOptions({
    queryKey: [...oneKey(projectId, id), "results"],
    queryFn: ({ signal }) => api.get<Results>(`${base(projectId)}/${id}/results/`, signal),
    staleTime: 60_000,
  });
}

export const freshResults = (projectId: number, id: number) =>
  api.get<Results>(`${base(projectId)}/${id}/results/?refresh=force_blocking`);

export function timeseriesQuery(projectId: number, id: number, metric: string) {
  return queryOptions({
    queryKey: [...oneKey(projectId, id), "timeseries", metric],
    queryFn: ({ signal }) =>
      api.get<Timeseries>(
        withQuery(`${base(projectId)}/${id}/timeseries_results/`, { metric_uuid: metric }),
        signal,
      ),
  });
}

export function experimentActivityQuery(projectId: number, id: number) {
  return queryOptions({
    queryKey: [...oneKey(projectId, id), "activity"],
    queryFn: ({ signal }) =>
      api.get<Page<ActivityItem>>(
        withQuery(`/api/projects/${projectId}/activity_log/`, {
          scope: "Experiment",
          item_id: id,
          limit: 50,
        }),
        signal,
      ),
  });
}

export const planRunningTime = (projectId: number, body: object, signal?: AbortSignal) =>
  api.post<RunningTime>(`${base(projectId)}/calculate_running_time/`, body, signal);

export const computeMissingDays = (projectId: number, id: number) =>
  api.post<{ readonly remaining: number }>(`${base(projectId)}/${id}/metrics_recalculation/`, {});

function useSaved(projectId: number) {
  const client = useQueryClient();
  return async (saved: Experiment) => {
    client.setQueryData(oneKey(projectId, saved.id), saved);
    await Promise.all([
      client.invalidateQueries({ queryKey: listKey(projectId) }),
      client.invalidateQueries({ queryKey: [...oneKey(projectId, saved.id), "results"] }),
      client.invalidateQueries({ queryKey: [...oneKey(projectId, saved.id), "activity"] }),
      client.invalidateQueries({ queryKey: ["flags", projectId] }),
    ]);
  };
}

/** Creates (no id) or changes an experiment. */
export function useSaveExperiment(projectId: number, id: number | null) {
  const onSuccess = useSaved(projectId);
  return useMutation({
    mutationFn: (body: object) =>
      id === null
        ? api.post<Experiment>(`${base(projectId)}/`, body)
        : api.patch<Experiment>(`${base(projectId)}/${id}/`, body),
    onSuccess,
  });
}

/** A step of its life: `launch`, `pause`, `end`, … with what it says. */
export function useStep(projectId: number, id: number) {
  const onSuccess = useSaved(projectId);
  return useMutation({
    mutationFn: ({ step, body }: { readonly step: string; readonly body?: object }) =>
      api.post<Experiment>(`${base(projectId)}/${id}/${step}/`, body ?? {}),
    onSuccess,
  });
}

export function useDeleteExperiment(projectId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => api.delete(`${base(projectId)}/${id}/`),
    onSuccess: () => client.invalidateQueries({ queryKey: listKey(projectId) }),
  });
}
