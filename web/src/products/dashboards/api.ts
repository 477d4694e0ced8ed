import type { DashboardTemplate } from "@edgewise/core/dashboards/template.ts";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, withQuery } from "@/lib/api/client";
import type { Page } from "@/lib/api/types";
import type { Placed } from "@/products/dashboards/layout";
import type { Dashboard, DashboardBasic, TileInsight } from "@/products/dashboards/types";
import { toast } from "@/ui/toast";

const base = (projectId: number) => `/api/projects/${projectId}/dashboards`;
const listKey = (projectId: number) => ["dashboards", projectId];
export const dashboardKey = (projectId: number, id: number) => ["dashboard", projectId, id];

/** All dashboards of a project (up to 500: searched and filtered in the browser). */
export function dashboardListQuery(projectId: number) {
  return queryOptions({
    queryKey: listKey(projectId),
    queryFn: ({ signal }) =>
      api.get<Page<DashboardBasic>>(withQuery(`${base(projectId)}/`, { limit: 500 }), signal),
  });
}

/** Dashboards that match a text by name, description, tag or what stands on them. */
export function dashboardSearchQuery(projectId: number, search: string) {
  return queryOptions({
    queryKey: [...listKey(projectId), search],
    queryFn: ({ signal }) =>
      api.get<Page<DashboardBasic>>(withQuery(`${base(projectId)}/`, { search, limit: 500 }), signal),
  });
}

/** A dashboard with its tiles, without results. */
export function dashboardQuery(projectId: number, id: number) {
  return queryOptions({
    queryKey: dashboardKey(projectId, id),
    queryFn: ({ signal }) => api.get<Dashboard>(`${base(projectId)}/${id}/`, signal),
  });
}

export function templateListQuery(projectId: number) {
  return queryOptions({
    queryKey: ["dashboard-templates", projectId],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) =>
      api.get<Page<DashboardTemplate>>(`/api/projects/${projectId}/dashboard_templates/`, signal),
  });
}

/** Saved insights that match a text, last changed first. */
export function insightSearchQuery(projectId: number, search: string) {
  return queryOptions({
    queryKey: ["insight-search", projectId, search],
    queryFn: ({ signal }) =>
      api.get<Page<TileInsight>>(
        withQuery(`/api/projects/${projectId}/insights/`, { search, saved: "true", limit: 50 }),
        signal,
      ),
  });
}

/** Creates a dashboard: empty, from a template, or as a copy. */
export function useCreateDashboard(projectId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path = "", body }: { path?: string; body: object }) =>
      api.post<Dashboard>(`${base(projectId)}/${path}`, body),
    onSuccess: (made) => {
      client.setQueryData(dashboardKey(projectId, made.id), made);
      return client.invalidateQueries({ queryKey: listKey(projectId) });
    },
  });
}

/** Changes a dashboard or its tiles; the answer is the new state. `what` names the attempt when it fails. */
export function useChangeDashboard(projectId: number, id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ body }: { body: object; what: string }) =>
      api.patch<Dashboard>(`${base(projectId)}/${id}/`, body),
    onSuccess: (saved) => {
      client.setQueryData(dashboardKey(projectId, id), saved);
      return client.invalidateQueries({ queryKey: listKey(projectId) });
    },
    onError: (error, { what }) => {
      toast.error(what, error);
      return client.invalidateQueries({ queryKey: dashboardKey(projectId, id) });
    },
  });
}

/** One of the tile routes (`create_text_tile`, `copy_tile` …), which answer with the whole dashboard. */
export function useTileAction(projectId: number, id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ action, body, to = id }: { action: string; body: object; what: string; to?: number }) => {
      const path = `${base(projectId)}/${to}/${action}/`;
      return action === "move_tile" ? api.patch<Dashboard>(path, body) : api.post<Dashboard>(path, body);
    },
    onSuccess: async (saved) => {
      client.setQueryData(dashboardKey(projectId, saved.id), saved);
      await client.invalidateQueries({ queryKey: ["dashboard", projectId] });
    },
    onError: (error, { what }) => void toast.error(what, error),
  });
}

/** Puts an insight on a dashboard. */
export function useAddInsight(projectId: number, id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (insight: TileInsight) =>
      api.patch<TileInsight>(`/api/projects/${projectId}/insights/${insight.id}/`, {
        dashboards: [...new Set([...insight.dashboards, id])],
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: dashboardKey(projectId, id) });
      await client.invalidateQueries({ queryKey: ["insight-search", projectId] });
    },
    onError: (error) => void toast.error("The insight could not be added.", error),
  });
}

/** Saves where tiles stand; shown at once. */
export function useSaveLayout(projectId: number, id: number) {
  const client = useQueryClient();
  const { mutate } = useChangeDashboard(projectId, id);
  return (boxes: readonly Placed[]) => {
    const byId = new Map(boxes.map(({ id: tile, ...box }) => [tile, box]));
    client.setQueryData<Dashboard>(
      dashboardKey(projectId, id),
      (before) =>
        before && {
          ...before,
          tiles: before.tiles.map((tile) => {
            const sm = byId.get(tile.id);
            return sm ? { ...tile, layouts: { ...tile.layouts, sm } } : tile;
          }),
        },
    );
    const tiles = [...byId].map(([tile, sm]) => ({ id: tile, layouts: { sm } }));
    mutate({ body: { tiles }, what: "The layout could not be saved." });
  };
}
