"use client";
import dynamic from "next/dynamic";
import { parseAsBoolean, parseAsInteger, useQueryStates } from "nuqs";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useProject } from "@/lib/project-context";
import { AddInsightDialog } from "@/products/dashboards/add-insight-dialog";
import { useChangeDashboard, useSaveLayout } from "@/products/dashboards/api";
import { DashboardHeader } from "@/products/dashboards/dashboard-header";
import { FilterBar } from "@/products/dashboards/filter-bar";
import { nudge, placeTiles } from "@/products/dashboards/layout";
import { TextDialog } from "@/products/dashboards/text-dialog";
import { TileCard } from "@/products/dashboards/tile-card";
import { TileMenuItems } from "@/products/dashboards/tile-menu-items";
import type { Dashboard, Tile } from "@/products/dashboards/types";
import { useDashboardFilters } from "@/products/dashboards/use-dashboard-filters";
import { useDashboardVariables } from "@/products/dashboards/use-dashboard-variables";
import { useFullScreen } from "@/products/dashboards/use-full-screen";
import { useAutoRefresh, useTileResults } from "@/products/dashboards/use-tile-results";
import { WidgetDialog } from "@/products/dashboards/widget-dialog";
import { VariableBar } from "@/products/variables/variable-bar";
import { isTyping } from "@/shell/shortcuts";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { Skeleton } from "@/ui/skeleton";
import { EmptyState } from "@/ui/states";

const Grid = dynamic(() => import("@/products/dashboards/grid"), {
  ssr: false,
  loading: () => <Skeleton className="h-72" />,
});

/** A dashboard's tiles and everything around them. */
export function DashboardView({ dashboard }: { readonly dashboard: Dashboard }) {
  const project = useProject();
  const [params, setParams] = useQueryStates({
    edit: parseAsBoolean.withDefault(false),
    full: parseAsBoolean.withDefault(false),
    /** Minutes between refreshes. */
    auto: parseAsInteger.withDefault(0),
  });
  const [adding, setAdding] = useState(false);
  const [text, setText] = useState<Tile | "new" | null>(null);
  const [list, setList] = useState<Tile | "new" | null>(null);
  const { filters, applied, change, reset, changed } = useDashboardFilters(dashboard.filters);
  const variables = useDashboardVariables(dashboard);
  const { results, recompute, done, total, oldest } = useTileResults(
    dashboard.id,
    dashboard.tiles,
    applied,
    variables.wire,
  );
  const save = useChangeDashboard(project.id, dashboard.id);
  const saveLayout = useSaveLayout(project.id, dashboard.id);
  const boxes = useMemo(() => placeTiles(dashboard.tiles), [dashboard.tiles]);
  const tiles = useMemo(() => new Map(dashboard.tiles.map((tile) => [tile.id, tile])), [dashboard.tiles]);
  const texts = useMemo(
    () => new Set(dashboard.tiles.flatMap(({ id, text }) => (text ? [id] : []))),
    [dashboard.tiles],
  );
  const refresh = useCallback(() => recompute(), [recompute]);
  useAutoRefresh(params.auto, refresh);

  const { edit, full } = params;
  const leaveFull = useCallback(() => void setParams({ full: null }), [setParams]);
  useFullScreen(full, leaveFull);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      if (event.key === "e") void setParams({ edit: edit ? null : true });
      if (event.key === "f") void setParams({ full: full ? null : true });
      if (event.key === "r") void refresh();
      if (event.key === "Escape" && full) void setParams({ full: null });
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [edit, full, refresh, setParams]);

  const saveFilters = () =>
    save.mutate(
      { body: { filters: applied, variables: variables.wire }, what: "The filters could not be saved." },
      {
        onSuccess: () => {
          reset();
          variables.reset();
        },
      },
    );

  return (
    <div className={cn("flex flex-col", full && "fixed inset-0 z-30 overflow-auto bg-canvas")}>
      <DashboardHeader
        dashboard={dashboard}
        progress={{ done, total }}
        oldest={oldest}
        edit={edit}
        full={full}
        auto={params.auto}
        onEdit={(next) => void setParams({ edit: next || null })}
        onFull={(next) => void setParams({ full: next || null })}
        onAuto={(minutes) => void setParams({ auto: minutes || null })}
        onRefresh={() => void refresh()}
        onAddInsight={() => setAdding(true)}
        onAddText={() => setText("new")}
        onAddList={() => setList("new")}
      />
      {!full && (
        <FilterBar
          filters={filters}
          onChange={change}
          changed={changed || variables.changed}
          onReset={() => {
            reset();
            variables.reset();
          }}
          onSave={saveFilters}
          saving={save.isPending}
        >
          <VariableBar names={variables.names} values={variables.values} onChange={variables.change} />
        </FilterBar>
      )}
      {dashboard.tiles.length === 0 && (
        <EmptyState
          title="Nothing stands here yet"
          action={
            <>
              <Button variant="primary" onClick={() => setAdding(true)}>
                Add an insight
              </Button>
              <Button onClick={() => setText("new")}>Add a text</Button>
            </>
          }
        >
          Put saved insights on the grid; each keeps its own query and appears here under the dashboard's
          dates and filters.
        </EmptyState>
      )}
      {edit && dashboard.tiles.length > 0 && (
        <p className="px-4 pt-3 text-xs text-muted md:px-6 max-md:hidden">
          Drag a tile by its header, resize it at its lower right corner. Or focus its handle: arrow keys move
          it, Shift and arrow keys resize it.
        </p>
      )}
      {dashboard.tiles.length > 0 && (
        <div className="p-4 md:p-6">
          <Grid boxes={boxes} editing={edit} texts={texts} onChange={saveLayout}>
            {(id) => {
              const tile = tiles.get(id);
              if (!tile) return null;
              const result = tile.insight ? results.get(tile.insight.id) : undefined;
              return (
                <TileCard
                  dashboardId={dashboard.id}
                  tile={tile}
                  result={result}
                  editing={edit}
                  onNudge={(how) => saveLayout(nudge(boxes, id, how))}
                  menu={
                    <TileMenuItems
                      tile={tile}
                      dashboardId={dashboard.id}
                      result={result}
                      onEdit={() => (tile.widget ? setList(tile) : setText(tile))}
                    />
                  }
                />
              );
            }}
          </Grid>
        </div>
      )}
      <AddInsightDialog dashboardId={dashboard.id} open={adding} onClose={() => setAdding(false)} />
      {text && <TextDialog dashboardId={dashboard.id} tile={text} onClose={() => setText(null)} />}
      {list && <WidgetDialog dashboardId={dashboard.id} tile={list} onClose={() => setList(null)} />}
    </div>
  );
}
