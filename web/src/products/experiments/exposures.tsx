"use client";
import { useState } from "react";
import { Legend } from "@/charts/legend";
import { TrendChart } from "@/charts/trend-chart";
import { seriesColor } from "@/charts/types";
import { exactNumber } from "@/lib/format";
import type { Experiment, Results } from "@/products/experiments/types";
import { percent, pValue } from "@/products/experiments/words";
import { Badge } from "@/ui/badge";
import { Panel } from "@/ui/page";
import { EmptyState } from "@/ui/states";

/** How many people came into each variant, day by day, and whether the split is the one that was asked for. */
export function Exposures({
  experiment,
  results,
}: {
  readonly experiment: Experiment;
  readonly results: Results;
}) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const { timeseries, total_exposures: totals } = results.exposures;
  const days = timeseries[0]?.days ?? [];
  const everyone = Object.values(totals).reduce((sum, count) => sum + count, 0);
  if (everyone === 0) {
    return (
      <Panel title="Exposures">
        <EmptyState title="Nobody has seen it yet">
          People enter when an SDK asks for{" "}
          <span className="font-mono text-xs">{experiment.feature_flag_key}</span> and sends
          “$feature_flag_called”. Evaluate the flag where the difference shows, not earlier.
        </EmptyState>
      </Panel>
    );
  }
  const series = timeseries.map(({ variant, exposure_counts }, index) => ({
    key: variant,
    label: variant,
    color: index,
    faint: false,
    values: exposure_counts,
    total: totals[variant] ?? 0,
  }));
  const toggle = (key: string) => {
    const next = new Set(hidden);
    if (!next.delete(key)) next.add(key);
    setHidden(next);
  };
  return (
    <Panel
      title="Exposures"
      actions={
        <Badge tone={results.srm.blocks ? "danger" : "ok"}>
          {results.srm.blocks ? "split is off" : "split as asked"} (p {pValue(results.srm.p)})
        </Badge>
      }
    >
      <div className="grid gap-4 p-3 lg:grid-cols-[minmax(0,1fr)_18rem]">
        <div className="min-w-0">
          <TrendChart
            data={{
              buckets: [...days],
              labels: days.map((day) => day.slice(5)),
              series,
              lastIncomplete: experiment.end_date === null,
            }}
            kind="line"
            hidden={hidden}
            height={200}
          />
          <Legend series={series} hidden={hidden} onToggle={toggle} />
        </div>
        <table className="h-fit w-full text-sm tabular-nums" aria-label="People in each variant">
          <tbody className="[&_td]:py-1">
            {series.map(({ key, color, total }) => (
              <tr key={key}>
                <td>
                  <span
                    className="mr-2 inline-block size-2.5 rounded-xs"
                    style={{ background: seriesColor(color) }}
                    aria-hidden
                  />
                  <span className="font-mono text-xs">
                    {key === "$multiple" ? "several variants (left out)" : key}
                  </span>
                </td>
                <td className="text-right">{exactNumber(total)}</td>
                <td className="text-right text-muted">{percent(total / everyone)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
