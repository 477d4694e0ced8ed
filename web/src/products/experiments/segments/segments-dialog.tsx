"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/lib/api/client";
import { exactNumber } from "@/lib/format";
import { useProject } from "@/lib/project-context";
import type { Experiment, MetricResult } from "@/products/experiments/types";
import { metricValue, signedPercent } from "@/products/experiments/words";
import { PropertyPicker } from "@/products/filters/property-picker";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";

type Variant = MetricResult["variants"][number];

interface Segment {
  readonly breakdown_value: readonly string[];
  readonly baseline: MetricResult["baseline"];
  readonly variants: readonly Variant[];
}

interface SegmentsDialogProps {
  readonly experiment: Experiment;
  readonly metric: MetricResult;
  readonly onClose: () => void;
}

/** A metric by a property that people had at their first exposure: to understand a result, not to find another one. */
export function SegmentsDialog({ experiment, metric, onClose }: SegmentsDialogProps) {
  const project = useProject();
  const [by, setBy] = useState<{ source: string; key: string }>({ source: "event", key: "$browser" });
  const query = {
    kind: "ExperimentQuery",
    experiment_id: experiment.id,
    metric: { ...metric.metric, breakdownFilter: { breakdowns: [{ property: by.key, type: by.source }] } },
  };
  const found = useQuery({
    queryKey: ["experiment-segments", project.id, query],
    queryFn: ({ signal }) =>
      api.post<{ breakdown_results?: readonly Segment[] }>(
        `/api/projects/${project.id}/query/`,
        { query },
        signal,
      ),
  });
  const segments = found.data?.breakdown_results ?? [];
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`${metric.name} by segment`}
      description="By what people were at their first exposure. Of many segments some differ by chance: treat one as an idea for the next experiment."
      className="w-[min(52rem,calc(100vw-2rem))]"
    >
      <div className="mb-3">
        <PropertyPicker
          sources={["event", "person"]}
          value={`${by.source}:${by.key}`}
          onPick={(source, key) => setBy({ source, key })}
          trigger={
            <Button>
              by <span className="font-mono text-xs">{by.key}</span>
            </Button>
          }
        />
      </div>
      {found.error && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <SkeletonRows rows={4} />}
      {found.data && segments.length === 0 && (
        <EmptyState title="No segment">Nobody who was exposed has this property.</EmptyState>
      )}
      {segments.length > 0 && <Segments metric={metric} segments={segments} />}
    </Dialog>
  );
}

function Segments({
  metric,
  segments,
}: {
  readonly metric: MetricResult;
  readonly segments: readonly Segment[];
}) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full min-w-120 text-sm tabular-nums" aria-label="Segments">
        <thead>
          <tr className="text-left text-xs text-muted [&_th]:py-1 [&_th]:pr-3 [&_th]:font-medium">
            <th scope="col">Segment</th>
            <th scope="col">Variant</th>
            <th scope="col" className="text-right">
              People
            </th>
            <th scope="col" className="text-right">
              Value
            </th>
            <th scope="col" className="text-right">
              Lift
            </th>
            <th scope="col" className="text-right">
              Interval
            </th>
          </tr>
        </thead>
        <tbody className="[&_td]:py-1 [&_td]:pr-3">
          {segments.flatMap(({ breakdown_value: names, baseline, variants }) => {
            const name = names.join(" · ") || "(none)";
            const control = (
              <tr key={`${name}-control`} className="border-t border-line text-muted">
                <td className="font-medium text-text">{name}</td>
                <td className="font-mono text-xs">{baseline?.key ?? "control"}</td>
                <td className="text-right">{exactNumber(baseline?.number_of_samples ?? 0)}</td>
                <td className="text-right">{metricValue(baseline, metric.metric)}</td>
                <td className="text-right">–</td>
                <td />
              </tr>
            );
            return [
              control,
              ...variants.map((variant) => (
                <Row key={`${name}-${variant.key}`} variant={variant} metric={metric} />
              )),
            ];
          })}
        </tbody>
      </table>
    </div>
  );
}

function Row({ variant, metric }: { readonly variant: Variant; readonly metric: MetricResult }) {
  const [low, high] = variant.comparison?.relative_ci ?? [null, null];
  const lift = variant.comparison?.lift ?? null;
  return (
    <tr>
      <td />
      <td className="font-mono text-xs">{variant.key}</td>
      <td className="text-right">{exactNumber(variant.number_of_samples ?? 0)}</td>
      <td className="text-right">{metricValue(variant, metric.metric)}</td>
      <td className="text-right font-medium">{lift === null ? "–" : signedPercent(lift)}</td>
      <td className="text-right text-xs text-muted">
        {low === null || high === null ? "too few people" : `${signedPercent(low)} to ${signedPercent(high)}`}
      </td>
    </tr>
  );
}
