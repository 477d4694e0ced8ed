"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { type QueryAnswer, runCancellable } from "@/lib/api/query";
import type { QueryProgress } from "@/lib/api/query-progress";
import { useProject } from "@/lib/project-context";
import { requestOf } from "@/products/insights/query/request";

/** An answer and the query it belongs to. */
export interface Answered extends QueryAnswer<unknown> {
  readonly asked: unknown;
}

interface InsightOptions {
  /** Dashboard filters and dates that are merged into the query. */
  readonly filtersOverride?: Readonly<Record<string, unknown>> | undefined;
  /** Every other value computes anew, past all caches. */
  readonly refreshKey?: number;
  readonly enabled?: boolean;
}

/**
 * The answer to a query of any kind. A query that is no longer wanted (another one, or the page is left) is cancelled at
 * the server as well. While a changed query runs, the answer before stays, marked by `isPlaceholderData`.
 */
export function useInsight(query: unknown, options: InsightOptions = {}) {
  const project = useProject();
  const [own, setOwn] = useState(0);
  const [progress, setProgress] = useState<QueryProgress | null>(null);
  const forced = own + (options.refreshKey ?? 0);
  const request = useMemo(() => requestOf(query), [query]);
  const answer = useQuery({
    queryKey: ["insight", project.id, request, options.filtersOverride ?? null, forced],
    enabled: (options.enabled ?? true) && request !== null,
    placeholderData: keepPreviousData,
    retry: false,
    queryFn: async ({ signal }): Promise<Answered> => {
      const answer = await runCancellable<unknown>(project.id, request ?? {}, {
        refresh: forced > 0 ? "force_blocking" : "blocking",
        signal,
        filtersOverride: options.filtersOverride,
        onProgress: setProgress,
      });
      return { ...answer, asked: query };
    },
  });
  return { ...answer, progress, refresh: () => setOwn((before) => before + 1) };
}
