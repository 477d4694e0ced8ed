"use client";
import { useQuery } from "@tanstack/react-query";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useMemo } from "react";
import { lastDays } from "@/charts/day-chart";
import { Legend } from "@/charts/legend";
import { SeriesTable } from "@/charts/series-table";
import { TrendChart } from "@/charts/trend-chart";
import { ago, exactNumber, fullTime } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import { flagUsageQuery } from "@/products/flags/usage/api";
import { SPLITS, type Split, usageChart } from "@/products/flags/usage/shape";
import { Panel } from "@/ui/page";
import { Select } from "@/ui/select";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";
import { ToggleGroup } from "@/ui/toggle-group";
import { useHidden } from "@/ui/use-hidden";

const DAYS = ["7", "30", "90"] as const;
type Days = (typeof DAYS)[number];

/** How often the flag is evaluated here, by what it answered, why, or which SDK asked. */
export function UsageTab({ flagId }: { readonly flagId: number }) {
  const project = useProject();
  const [split, setSplit] = useQueryState("by", parseAsStringLiteral(SPLITS).withDefault("variant"));
  const [days, setDays] = useQueryState("days", parseAsStringLiteral(DAYS).withDefault("30"));
  const usage = useQuery(flagUsageQuery(project.id, flagId, Number(days)));
  const { hidden, toggle } = useHidden();
  const { data } = usage;
  const chart = useMemo(() => {
    const today = new Date().toISOString().slice(0, 10);
    return data && usageChart(data, split, lastDays(Number(days), today));
  }, [data, split, days]);
  const total = chart?.series.reduce((sum, series) => sum + series.total, 0) ?? 0;
  if (usage.error) return <ErrorState error={usage.error} onRetry={() => void usage.refetch()} />;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <ToggleGroup<Split>
          label="Evaluations by"
          value={split}
          onChange={(next) => void setSplit(next)}
          options={[
            { value: "variant", label: "Variant" },
            { value: "reason", label: "Reason" },
            { value: "sdk", label: "SDK" },
          ]}
        />
        <Select<Days>
          aria-label="Period"
          value={days}
          onChange={(next) => void setDays(next)}
          options={DAYS.map((value) => ({ value, label: `Last ${value} days` }))}
        />
        {data?.last_evaluated_at && (
          <p className="text-sm text-muted">
            Last evaluated{" "}
            <time
              dateTime={data.last_evaluated_at}
              title={fullTime(data.last_evaluated_at, project.timezone)}
            >
              {ago(data.last_evaluated_at)}
            </time>
          </p>
        )}
      </div>
      {!data || !chart ? (
        <SkeletonRows rows={8} />
      ) : chart.series.length === 0 ? (
        <EmptyState className="mx-0" title={`Nothing in the last ${days} days`}>
          {split === "sdk"
            ? "SDKs report a flag when code asks for its value. None did in this environment."
            : "Nobody asked for this flag in this environment."}
        </EmptyState>
      ) : (
        <Panel
          title={
            split === "sdk"
              ? `${exactNumber(total)} calls reported by SDKs`
              : `${exactNumber(total)} evaluations counted by the edge`
          }
        >
          <div className="p-3">
            <TrendChart data={chart} kind="bar" hidden={hidden} height={260} />
          </div>
          <Legend series={chart.series} hidden={hidden} onToggle={toggle} />
          <div className="border-t border-line">
            <SeriesTable data={chart} label={`Evaluations by ${split}, a UTC day`} summary="sum" />
          </div>
        </Panel>
      )}
      <p className="max-w-prose text-xs text-muted">
        {split === "sdk"
          ? "An SDK reports once for a person, flag and value, so these are fewer than evaluations."
          : "Every answer of the edge counts. SDKs that evaluate by themselves are seen only under SDK."}{" "}
        Days are UTC.
      </p>
    </div>
  );
}
