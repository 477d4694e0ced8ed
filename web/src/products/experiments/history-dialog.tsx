"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { BandChart } from "@/charts/band-chart";
import { seriesColor } from "@/charts/types";
import { useProject } from "@/lib/project-context";
import { computeMissingDays, timeseriesQuery } from "@/products/experiments/api";
import type { Experiment, MetricResult } from "@/products/experiments/types";
import { signedPercent } from "@/products/experiments/words";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";

interface HistoryDialogProps {
  readonly experiment: Experiment;
  readonly metric: MetricResult;
  readonly onClose: () => void;
}

/** A metric's lift with its interval as it stood at the end of each day. */
export function HistoryDialog({ experiment, metric, onClose }: HistoryDialogProps) {
  const project = useProject();
  const client = useQueryClient();
  const query = timeseriesQuery(project.id, experiment.id, metric.uuid);
  const series = useQuery(query);
  const compute = useMutation({
    mutationFn: () => computeMissingDays(project.id, experiment.id),
    onSuccess: () => client.invalidateQueries({ queryKey: query.queryKey }),
  });
  const days = useMemo(() => Object.entries(series.data?.timeseries ?? {}), [series.data]);
  const shown = metric.variants.map(({ key }) => ({
    key,
    points: days.map(([day, result]) => {
      const comparison = result?.variant_results.find((one) => one.key === key)?.comparison;
      const [low, high] = comparison?.relative_ci ?? [null, null];
      return { label: day, value: comparison?.lift ?? null, low, high };
    }),
  }));
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`${metric.name} over time`}
      description="Lift against control with its interval, everything up to the end of each day (UTC)."
      className="w-[min(52rem,calc(100vw-2rem))]"
    >
      {series.error && <ErrorState error={series.error} onRetry={() => void series.refetch()} />}
      {series.isPending && <SkeletonRows rows={4} />}
      {series.data && days.length === 0 && (
        <EmptyState title="No day is over yet">
          The first one is computed an hour after midnight, UTC.
        </EmptyState>
      )}
      {series.data && series.data.status !== "completed" && days.length > 0 && (
        <div className="mb-3 flex items-center gap-2 text-sm text-muted">
          Some days are still to be computed.
          <Button size="sm" busy={compute.isPending} onClick={() => compute.mutate()}>
            Compute them now
          </Button>
        </div>
      )}
      {days.length > 0 &&
        shown.map(({ key, points }, index) => (
          <section key={key} className="flex flex-col gap-1">
            <h3 className="font-mono text-xs">{key}</h3>
            <BandChart points={points} format={signedPercent} color={seriesColor(index + 1)} />
          </section>
        ))}
    </Dialog>
  );
}
