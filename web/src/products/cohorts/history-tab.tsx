"use client";
import { useQuery } from "@tanstack/react-query";
import { TrendChart } from "@/charts/trend-chart";
import { exactNumber, fullTime } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import { type Calculation, type Cohort, calculationsQuery } from "@/products/cohorts/api";
import { Badge } from "@/ui/badge";
import { Panel } from "@/ui/page";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";
import { type Column, DataTable } from "@/ui/table";

/** How the size of a cohort changed, calculation by calculation. */
export function HistoryTab({ cohort }: { readonly cohort: Cohort }) {
  const project = useProject();
  const history = useQuery(calculationsQuery(project.id, cohort.id, cohort.last_calculation));
  if (history.error) return <ErrorState error={history.error} onRetry={() => void history.refetch()} />;
  if (!history.data) return <SkeletonRows rows={5} />;
  const rows = history.data.results;
  if (rows.length === 0) return <EmptyState title="Not computed yet" />;
  const counted = rows.filter(({ count }) => count !== null).toReversed();
  const columns: Column<Calculation>[] = [
    {
      id: "when",
      header: "Computed",
      cell: ({ finished_at }) => (
        <span className="whitespace-nowrap">{fullTime(finished_at, project.timezone)}</span>
      ),
    },
    {
      id: "count",
      header: "People",
      align: "right",
      cell: ({ count }) => (count === null ? "–" : exactNumber(count)),
    },
    {
      id: "joined",
      header: "Joined",
      align: "right",
      cell: ({ joined }) => (joined ? `+${exactNumber(joined)}` : "0"),
    },
    {
      id: "left",
      header: "Left",
      align: "right",
      cell: ({ left }) => (left ? `−${exactNumber(left)}` : "0"),
    },
    {
      id: "time",
      header: "Took",
      align: "right",
      className: "hidden sm:table-cell",
      cell: ({ total_seconds }) => `${total_seconds.toFixed(2)} s`,
    },
    {
      id: "state",
      header: <span className="sr-only">State</span>,
      className: "max-w-72",
      cell: ({ is_success, error }) =>
        is_success ? null : (
          <span className="flex items-center gap-2">
            <Badge tone="danger">failed</Badge>
            <span className="truncate text-xs text-muted" title={error ?? undefined}>
              {error}
            </span>
          </span>
        ),
    },
  ];
  return (
    <div className="flex max-w-4xl flex-col gap-4">
      {counted.length > 1 && (
        <Panel title="People over time">
          <div className="p-3">
            <TrendChart
              kind="line"
              hidden={new Set()}
              data={{
                buckets: counted.map(({ finished_at }) => finished_at),
                labels: counted.map(({ finished_at }) => fullTime(finished_at, project.timezone)),
                lastIncomplete: false,
                series: [
                  {
                    key: "count",
                    label: "People",
                    color: 0,
                    faint: false,
                    values: counted.map(({ count }) => count ?? 0),
                    total: counted.at(-1)?.count ?? 0,
                  },
                ],
              }}
            />
          </div>
        </Panel>
      )}
      <Panel>
        <DataTable rows={rows} columns={columns} rowKey={({ id }) => id} label="Calculations" />
      </Panel>
    </div>
  );
}
