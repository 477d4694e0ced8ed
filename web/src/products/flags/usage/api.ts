import { queryOptions } from "@tanstack/react-query";
import { api, withQuery } from "@/lib/api/client";
import type { FlagUsage } from "@/products/flags/usage/types";

/** Evaluations of a flag in this environment over the last days. */
export function flagUsageQuery(projectId: number, flagId: number, days: number) {
  return queryOptions({
    queryKey: ["flag-usage", projectId, flagId, days],
    queryFn: ({ signal }) =>
      api.get<FlagUsage>(
        withQuery(`/api/projects/${projectId}/feature_flags/${flagId}/usage/`, { date_from: `-${days}d` }),
        signal,
      ),
    staleTime: 10_000,
  });
}
