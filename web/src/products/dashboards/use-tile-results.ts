"use client";
import { applyOverrides } from "@edgewise/core/insights/apply-overrides.ts";
import { useQueries, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef } from "react";
import { type QueryAnswer, runCancellable } from "@/lib/api/query";
import { useProject } from "@/lib/project-context";
import { atOnce } from "@/products/dashboards/at-once";
import type { DashboardFilters, Tile } from "@/products/dashboards/types";
import { requestOf } from "@/products/insights/query/request";

export interface TileResult {
  /** The insight's query under the dashboard's filters: what was asked. */
  readonly query: unknown;
  readonly answer: QueryAnswer<unknown> | undefined;
  readonly error: Error | null;
  readonly fetching: boolean;
  /** Computes anew, past all caches. */
  readonly recompute: () => void;
}

const AT_ONCE = 4;

/**
 * Computes the tiles of a dashboard, a few at a time and each for itself, so that a slow or failing one holds up no
 * other. Leaving the page cancels what still runs.
 */
export function useTileResults(
  dashboardId: number,
  tiles: readonly Tile[],
  filters: DashboardFilters,
  variables: Readonly<Record<string, unknown>>,
) {
  const project = useProject();
  const client = useQueryClient();
  const lane = useRef(atOnce(AT_ONCE)).current;
  const forced = useRef(false);
  const insights = useMemo(() => {
    const shown = new Map(tiles.flatMap(({ insight }) => (insight ? [[insight.id, insight] as const] : [])));
    return [...shown.values()].map(({ id, query }) => ({
      id,
      query: underFilters(query, filters, variables),
    }));
  }, [tiles, filters, variables]);
  const key = useMemo(() => ["tile", project.id, dashboardId], [project.id, dashboardId]);
  const queries = useQueries({
    queries: insights.map(({ id, query }) => {
      const request = requestOf(query);
      return {
        queryKey: [...key, id, request],
        staleTime: 60_000,
        retry: false,
        enabled: request !== null,
        queryFn: ({ signal }: { signal: AbortSignal }) => {
          const refresh = forced.current ? ("force_blocking" as const) : ("blocking" as const);
          return lane(() => {
            signal.throwIfAborted();
            return runCancellable<unknown>(project.id, request ?? {}, { refresh, signal });
          });
        },
      };
    }),
  });
  const recompute = useCallback(
    async (insightId?: number) => {
      forced.current = true;
      try {
        const queryKey = insightId === undefined ? key : [...key, insightId];
        // Starts every query at once, each of which reads `forced` as it starts.
        const started = client.invalidateQueries({ queryKey, refetchType: "active" });
        forced.current = false;
        await started;
      } finally {
        forced.current = false;
      }
    },
    [client, key],
  );
  const results = new Map<number, TileResult>(
    insights.map(({ id, query }, index) => {
      const state = queries[index];
      return [
        id,
        {
          query,
          answer: state?.data,
          error: state?.error ?? null,
          fetching: state?.isFetching ?? true,
          recompute: () => void recompute(id),
        },
      ];
    }),
  );
  const done = queries.filter((query) => !query.isFetching).length;
  const times = queries.flatMap(({ data }) => data?.last_refresh ?? []).toSorted();
  return { results, recompute, done, total: queries.length, oldest: times[0] ?? null };
}

/** The same merge as the API's, so that the people behind a tile's numbers are asked for under the same filters. */
function underFilters(
  query: Readonly<Record<string, unknown>>,
  filters: DashboardFilters,
  variables: Readonly<Record<string, unknown>>,
): unknown {
  type Json = Parameters<typeof applyOverrides>[0];
  return applyOverrides(query as Json, filters as unknown as Json, variables as Json);
}

/** Calls `refresh` every so many minutes while the page is seen; never at 0. */
export function useAutoRefresh(minutes: number, refresh: () => Promise<void>): void {
  useEffect(() => {
    if (minutes <= 0) return;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") void refresh();
    }, minutes * 60_000);
    return () => clearInterval(timer);
  }, [minutes, refresh]);
}
