import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, withQuery } from "@/lib/api/client";
import type { Page } from "@/lib/api/types";
import type { Flag } from "@/products/flags/types";

export type Stage = "draft" | "concept" | "alpha" | "beta" | "general-availability" | "archived";

export interface EarlyAccessFeature {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly stage: Stage;
  readonly documentation_url: string;
  readonly feature_flag: Flag | null;
  readonly created_at: string;
}

export interface FeatureInput {
  readonly name: string;
  readonly description: string;
  readonly stage: Stage;
  readonly documentation_url: string;
  readonly feature_flag_id?: number;
}

const base = (projectId: number) => `/api/projects/${projectId}/early_access_feature`;
const listKey = (projectId: number) => ["early-access", projectId];

export function featureListQuery(projectId: number) {
  return queryOptions({
    queryKey: listKey(projectId),
    queryFn: ({ signal }) =>
      api.get<Page<EarlyAccessFeature>>(withQuery(`${base(projectId)}/`, { limit: 200 }), signal),
  });
}

/** Creates (no id) or changes a feature. */
export function useSaveFeature(projectId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...input }: Partial<FeatureInput> & { readonly id: string | null }) =>
      id === null
        ? api.post<EarlyAccessFeature>(`${base(projectId)}/`, input)
        : api.patch<EarlyAccessFeature>(`${base(projectId)}/${id}/`, input),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: listKey(projectId) }),
        client.invalidateQueries({ queryKey: ["flags", projectId] }),
      ]),
  });
}

export function useDeleteFeature(projectId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.delete(`${base(projectId)}/${id}/`),
    onSuccess: () => client.invalidateQueries({ queryKey: listKey(projectId) }),
  });
}

/** Lets a person in, or out again, as their own choice would: with the event that SDKs send. */
export async function enroll(
  { token, host }: { readonly token: string; readonly host: string },
  feature: Pick<EarlyAccessFeature, "name" | "stage">,
  flagKey: string,
  distinctId: string,
  isIn: boolean,
): Promise<void> {
  const properties = {
    $feature_flag: flagKey,
    $feature_enrollment: isIn,
    $feature_enrollment_stage: feature.stage,
    $early_access_feature_name: feature.name,
    $set: { [`$feature_enrollment/${flagKey}`]: isIn },
  };
  const event = { event: "$feature_enrollment_update", distinct_id: distinctId, properties };
  const response = await fetch(`${host}/batch/`, {
    method: "POST",
    body: JSON.stringify({ api_key: token, batch: [event] }),
  });
  if (!response.ok) throw new Error(`The edge answered ${response.status}.`);
}
