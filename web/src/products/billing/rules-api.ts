import { queryOptions } from "@tanstack/react-query";
import { api } from "@/lib/api/client";

/** Events of this name, SDK and version ('' = any): of how many people in a hundred they are kept. */
export interface NewRule {
  readonly event: string;
  readonly sdk: string;
  readonly sdk_version: string;
  readonly keep_percent: number;
}

export interface Rule extends NewRule {
  readonly id: number;
  readonly created_at: string;
}

const path = (environmentId: number) => `/api/projects/${environmentId}/ingestion_rules/`;

export function rulesQuery(environmentId: number) {
  return queryOptions({
    queryKey: ["ingestion-rules", environmentId],
    queryFn: ({ signal }) => api.get<{ readonly results: readonly Rule[] }>(path(environmentId), signal),
  });
}

export const addRule = (environmentId: number, rule: NewRule): Promise<Rule> =>
  api.post(path(environmentId), rule);

export const removeRule = (environmentId: number, id: number): Promise<void> =>
  api.delete(`${path(environmentId)}${id}/`);
