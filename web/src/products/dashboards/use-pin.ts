"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import type { Page } from "@/lib/api/types";
import { dashboardListQuery } from "@/products/dashboards/api";
import type { DashboardBasic } from "@/products/dashboards/types";
import { toast } from "@/ui/toast";

/** Pins a dashboard for everyone, at once; takes it back when the API refuses. */
export function usePin(projectId: number) {
  const client = useQueryClient();
  const { queryKey } = dashboardListQuery(projectId);
  return useMutation({
    mutationFn: ({
      dashboard,
      pinned,
    }: {
      dashboard: Pick<DashboardBasic, "id" | "name">;
      pinned: boolean;
    }) => api.patch(`/api/projects/${projectId}/dashboards/${dashboard.id}/`, { pinned }),
    onMutate: ({ dashboard, pinned }) => {
      client.setQueryData<Page<DashboardBasic>>(
        queryKey,
        (page) =>
          page && {
            ...page,
            results: page.results.map((one) => (one.id === dashboard.id ? { ...one, pinned } : one)),
          },
      );
    },
    onError: (error, { dashboard }) => void toast.error(`${dashboard.name} could not be pinned.`, error),
    onSettled: (_, __, { dashboard }) =>
      Promise.all([
        client.invalidateQueries({ queryKey }),
        client.invalidateQueries({ queryKey: ["dashboard", projectId, dashboard.id] }),
      ]),
  });
}
