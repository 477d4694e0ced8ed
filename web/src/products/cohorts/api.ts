import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, withQuery } from "@/lib/api/client";
import type { Page, Person, UserBasic } from "@/lib/api/types";
import type { Group } from "@/products/cohorts/criteria/types";

export interface Cohort {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly is_static: boolean;
  readonly filters: { readonly properties?: Group };
  readonly count: number | null;
  readonly is_calculating: boolean;
  readonly last_calculation: string | null;
  readonly last_error_message?: string | null;
  readonly errors_calculating: number;
  readonly cohort_type: string | null;
  readonly version: number | null;
  readonly pending_version: number;
  readonly created_at: string;
  readonly created_by: UserBasic | null;
}

export interface Calculation {
  readonly id: string;
  readonly finished_at: string;
  readonly total_seconds: number;
  readonly count: number | null;
  readonly joined: number;
  readonly left: number;
  readonly is_success: boolean;
  readonly error: string | null;
}

const base = (projectId: number) => `/api/projects/${projectId}/cohorts/`;

/** True while what is shown is not yet of the newest definition. */
export function isPending(cohort: Cohort): boolean {
  return cohort.is_calculating || (cohort.version !== null && cohort.version < cohort.pending_version);
}

/** All cohorts of a project (up to 500: searched in the browser); asks again while any is being computed. */
export function cohortListQuery(projectId: number) {
  return queryOptions({
    queryKey: ["cohorts", projectId, "list"],
    queryFn: ({ signal }) => api.get<Page<Cohort>>(withQuery(base(projectId), { limit: 500 }), signal),
    refetchInterval: (query) => (query.state.data?.results.some(isPending) ? 2000 : false),
  });
}

export function cohortQuery(projectId: number, id: number) {
  return queryOptions({
    queryKey: ["cohorts", projectId, id],
    queryFn: ({ signal }) => api.get<Cohort>(`${base(projectId)}${id}/`, signal),
    refetchInterval: (query) => (query.state.data && isPending(query.state.data) ? 1500 : false),
  });
}

/** Members as of the last calculation; `version` makes a new calculation load them anew. */
export function cohortMembersQuery(projectId: number, id: number, search: string, version: string | null) {
  return queryOptions({
    queryKey: ["cohorts", projectId, id, "members", search, version],
    queryFn: ({ signal }) =>
      api.get<Page<Person>>(withQuery(`${base(projectId)}${id}/persons/`, { search, limit: 200 }), signal),
  });
}

/** The last calculations, newest first. */
export function calculationsQuery(projectId: number, id: number, version: string | null) {
  return queryOptions({
    queryKey: ["cohorts", projectId, id, "calculations", version],
    queryFn: ({ signal }) =>
      api.get<Page<Calculation>>(
        withQuery(`${base(projectId)}${id}/calculation_history/`, { limit: 100 }),
        signal,
      ),
  });
}

/** Creates (no id) or changes a cohort. */
export function useSaveCohort(projectId: number, id: number | null) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: object) =>
      id === null
        ? api.post<Cohort>(base(projectId), body)
        : api.patch<Cohort>(`${base(projectId)}${id}/`, body),
    onSuccess: (saved) => {
      client.setQueryData(cohortQuery(projectId, saved.id).queryKey, saved);
      return client.invalidateQueries({ queryKey: ["cohorts", projectId] });
    },
  });
}

/** A static cohort of everyone who is in this one now. */
export function useFreezeCohort(projectId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => api.post<Cohort>(`${base(projectId)}${id}/duplicate_as_static_cohort/`, {}),
    onSuccess: () => client.invalidateQueries({ queryKey: ["cohorts", projectId] }),
  });
}
