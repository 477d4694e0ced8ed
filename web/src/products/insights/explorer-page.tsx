"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import {
  ChartColumn,
  ChartLine,
  ChartNoAxesColumnIncreasing,
  Database,
  Hash,
  Redo2,
  RotateCw,
  Table2,
  TrendingUp,
  Undo2,
} from "lucide-react";
import Link from "next/link";
import { useEffect, useMemo, useState } from "react";
import { runQuery } from "@/lib/api/query";
import { ago } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { ExplorerControls } from "@/products/insights/explorer-controls";
import { ResultView } from "@/products/insights/result-view";
import { type Display, summaryOf } from "@/products/insights/state";
import { type TrendsItem, toChart } from "@/products/insights/to-chart";
import { toTrendsQuery } from "@/products/insights/to-query";
import { useExplorer } from "@/products/insights/use-explorer";
import { isTyping } from "@/shell/shortcuts";
import { Button } from "@/ui/button";
import { cn } from "@/ui/cn";
import { CodeBlock } from "@/ui/code-block";
import { Dialog } from "@/ui/dialog";
import { PageHeader, Panel } from "@/ui/page";
import { Skeleton } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";
import { ToggleGroup } from "@/ui/toggle-group";
import { Tooltip } from "@/ui/tooltip";

const DISPLAY_OPTIONS: readonly { value: Display; label: React.ReactNode; title: string }[] = [
  { value: "ActionsLineGraph", label: <ChartLine />, title: "Line chart" },
  { value: "ActionsBar", label: <ChartColumn />, title: "Bar chart" },
  { value: "ActionsLineGraphCumulative", label: <TrendingUp />, title: "Cumulative line" },
  {
    value: "ActionsBarValue",
    label: <ChartNoAxesColumnIncreasing className="rotate-90" />,
    title: "Totals as bars",
  },
  { value: "BoldNumber", label: <Hash />, title: "Number" },
  { value: "ActionsTable", label: <Table2 />, title: "Table" },
];

/** Trends: the editor, the chart and the SQL behind it. Everything is in the URL. */
export function ExplorerPage() {
  const project = useProject();
  const explorer = useExplorer();
  const { state, change, undo, redo } = explorer;
  const [sqlOpen, setSqlOpen] = useState(false);
  const query = useMemo(() => toTrendsQuery(state), [state]);
  const [forced, setForced] = useState(0);
  const answer = useQuery({
    queryKey: ["trends", project.id, query, forced],
    queryFn: ({ signal }) =>
      runQuery<readonly TrendsItem[]>(project.id, query, forced ? "force_blocking" : "blocking", signal),
    placeholderData: keepPreviousData,
  });
  const chart = useMemo(
    () =>
      answer.data &&
      toChart(answer.data.results, { interval: state.interval, timezone: project.timezone, now: Date.now() }),
    [answer.data, state.interval, project.timezone],
  );
  const empty = chart?.series.every(
    (series) => series.total === 0 && series.values.every((value) => value === 0),
  );
  const sql = answer.data?.hogql;

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.metaKey || event.ctrlKey) || event.key.toLowerCase() !== "z" || isTyping(event.target))
        return;
      event.preventDefault();
      if (event.shiftKey) redo();
      else undo();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [undo, redo]);

  return (
    <>
      <PageHeader
        title="Trends"
        actions={
          <>
            <Tooltip content="Undo (⌘Z)" side="bottom">
              <Button
                size="icon"
                variant="quiet"
                aria-label="Undo"
                disabled={!explorer.canUndo}
                onClick={undo}
              >
                <Undo2 />
              </Button>
            </Tooltip>
            <Tooltip content="Redo (⇧⌘Z)" side="bottom">
              <Button
                size="icon"
                variant="quiet"
                aria-label="Redo"
                disabled={!explorer.canRedo}
                onClick={redo}
              >
                <Redo2 />
              </Button>
            </Tooltip>
            <Button disabled={!sql} onClick={() => setSqlOpen(true)}>
              <Database /> View SQL
            </Button>
          </>
        }
      />
      <div className="grid gap-4 p-4 md:p-6 xl:grid-cols-[minmax(22rem,28rem)_minmax(0,1fr)]">
        <ExplorerControls state={state} onChange={change} />
        <div className="order-first flex min-w-0 flex-col gap-3 xl:order-last">
          <div className="flex flex-wrap items-center justify-between gap-2">
            <ToggleGroup<Display>
              label="Display"
              value={state.display}
              onChange={(display) => change({ display })}
              options={DISPLAY_OPTIONS}
            />
            <div className="flex items-center gap-1 text-xs text-muted">
              {answer.data?.last_refresh && <span>computed {ago(answer.data.last_refresh)}</span>}
              <Button
                size="icon-sm"
                variant="quiet"
                aria-label="Compute again"
                onClick={() => setForced((before) => before + 1)}
              >
                <RotateCw className={cn(answer.isFetching && "animate-spin")} />
              </Button>
            </div>
          </div>
          {answer.error && !answer.isFetching ? (
            <Panel>
              <ErrorState error={answer.error} onRetry={() => void answer.refetch()} title="No result." />
            </Panel>
          ) : !chart ? (
            <div role="status" aria-label="Loading" className="flex flex-col gap-4">
              <Skeleton className="h-80" />
              <Skeleton className="h-28" />
            </div>
          ) : (
            <div
              className={cn("transition-opacity", answer.isPlaceholderData && "opacity-50")}
              aria-busy={answer.isFetching}
            >
              {empty && (
                <Panel className="mb-3">
                  <EmptyState title="Nothing happened in this range">
                    Widen the date range, loosen a filter, or check in live events that the event arrives
                    under this name.
                  </EmptyState>
                </Panel>
              )}
              {answer.data?.hasMore && (
                <p className="mb-2 border-l-2 border-warn pl-3 text-sm text-muted">
                  Only the most frequent values are shown one by one; the rest is in “Other”.
                </p>
              )}
              {!empty && <ResultView chart={chart} display={state.display} summary={summaryOf(state)} />}
            </div>
          )}
        </div>
      </div>
      <Dialog
        open={sqlOpen}
        onOpenChange={setSqlOpen}
        title="SQL of this result"
        description="Runs as it is in the SQL editor and gives the same numbers."
        className="w-[min(52rem,calc(100vw-2rem))]"
        footer={
          <Button asChild variant="primary">
            <Link href={`${projectPath(project.id, "/sql")}?q=${encodeURIComponent(sql ?? "")}`}>
              Open in SQL editor
            </Link>
          </Button>
        }
      >
        <CodeBlock code={sql ?? ""} label="SQL" />
      </Dialog>
    </>
  );
}
