"use client";
import type { Comparison } from "@edgewise/core/experiments/comparison/types.ts";
import { LineChart, Split, SquareTerminal } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { IntervalPlot } from "@/charts/interval-plot";
import { exactNumber } from "@/lib/format";
import { projectPath, useProject } from "@/lib/project-context";
import { HistoryDialog } from "@/products/experiments/history-dialog";
import { SegmentsDialog } from "@/products/experiments/segments/segments-dialog";
import type { Experiment, MetricResult } from "@/products/experiments/types";
import {
  chanceWords,
  direction,
  lossWords,
  metricValue,
  percent,
  pValue,
  remarks,
  signedPercent,
} from "@/products/experiments/words";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";

interface MetricTableProps {
  readonly experiment: Experiment;
  readonly metrics: readonly MetricResult[];
  readonly control: string;
  /** Chance to win beside the interval. */
  readonly isBayesian: boolean;
}

const COLORS = { better: "var(--ok)", worse: "var(--danger)", open: "var(--muted)" } as const;

/** A metric a block: each variant's value, its lift with the interval, and what that means. */
export function MetricTable({ experiment, metrics, control, isBayesian }: MetricTableProps) {
  const [history, setHistory] = useState<MetricResult | null>(null);
  const [split, setSplit] = useState<MetricResult | null>(null);
  return (
    <div className="flex flex-col divide-y divide-line">
      {metrics.map((metric) => (
        <section key={metric.uuid} className="flex flex-col gap-1 p-3">
          <header className="flex flex-wrap items-center gap-2">
            <h3 className="text-sm font-medium">{metric.name}</h3>
            {metric.metric.goal === "decrease" && <Badge>lower is better</Badge>}
            <span className="ml-auto flex gap-1">
              <Button size="sm" variant="quiet" onClick={() => setHistory(metric)}>
                <LineChart /> Over time
              </Button>
              {!metric.error && (
                <Button size="sm" variant="quiet" onClick={() => setSplit(metric)}>
                  <Split /> By segment
                </Button>
              )}
              {metric.hogql && <SqlLink sql={metric.hogql} />}
            </span>
          </header>
          {metric.error ? (
            <p role="alert" className="text-sm text-danger">
              {metric.error}
            </p>
          ) : (
            <Rows metric={metric} control={control} isBayesian={isBayesian} />
          )}
        </section>
      ))}
      {split && <SegmentsDialog experiment={experiment} metric={split} onClose={() => setSplit(null)} />}
      {history && <HistoryDialog experiment={experiment} metric={history} onClose={() => setHistory(null)} />}
    </div>
  );
}

function SqlLink({ sql }: { readonly sql: string }) {
  const project = useProject();
  return (
    <Button asChild size="sm" variant="quiet">
      <Link href={projectPath(project.id, `/sql?q=${encodeURIComponent(sql)}`)}>
        <SquareTerminal /> SQL
      </Link>
    </Button>
  );
}

interface RowsProps extends Pick<MetricTableProps, "control" | "isBayesian"> {
  readonly metric: MetricResult;
}

function Rows({ metric, control, isBayesian }: RowsProps) {
  const relative = metric.variants.every(({ comparison }) => comparison?.relative_ci != null);
  const bounds = metric.variants.flatMap(({ comparison }) => {
    const interval = comparison && (relative ? comparison.relative_ci : comparison.absolute_ci);
    return interval ? interval.map(Math.abs) : [];
  });
  const extent = Math.max(relative ? 0.02 : Number.EPSILON, ...bounds.filter(Number.isFinite));
  return (
    <div className="overflow-x-auto">
      <table
        className="w-full text-sm max-sm:block max-sm:[&>*]:block max-sm:[&_tr]:grid max-sm:[&_tr]:grid-cols-5 sm:min-w-160"
        aria-label={metric.name}
      >
        <thead>
          <tr className="text-left text-xs text-muted [&_th]:py-1 [&_th]:pr-3 [&_th]:font-medium">
            <th scope="col">Variant</th>
            <th scope="col" className="text-right">
              People
            </th>
            <th scope="col" className="text-right">
              Value
            </th>
            <th scope="col" className="text-right">
              {relative ? "Lift" : "Difference"}
            </th>
            <th scope="col" className="w-1/3 max-sm:hidden">
              Interval
            </th>
            <th scope="col" className="text-right">
              {isBayesian ? "Chance to win" : "p"}
            </th>
          </tr>
        </thead>
        <tbody className="[&_td]:py-1 [&_td]:pr-3 tabular-nums">
          <tr className="text-muted">
            <td className="truncate font-mono text-xs">{control}</td>
            <td className="text-right">{exactNumber(metric.baseline?.number_of_samples ?? 0)}</td>
            <td className="text-right">{metricValue(metric.baseline, metric.metric)}</td>
            <td className="text-right">–</td>
            <td className="max-sm:hidden" />
            <td />
          </tr>
          {metric.variants.map((variant) => (
            <tr key={variant.key}>
              <td className="truncate font-mono text-xs">{variant.key}</td>
              <td className="text-right">{exactNumber(variant.number_of_samples ?? 0)}</td>
              <td className="text-right">{metricValue(variant, metric.metric)}</td>
              <Effect
                comparison={variant.comparison}
                metric={metric}
                relative={relative}
                extent={extent}
                guardrail={variant.guardrail?.status}
                isBayesian={isBayesian}
              />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface EffectProps {
  readonly comparison: Comparison | null;
  readonly metric: MetricResult;
  readonly relative: boolean;
  readonly extent: number;
  readonly guardrail: "harmed" | "safe" | "inconclusive" | undefined;
  readonly isBayesian: boolean;
}

const GUARD = { harmed: "danger", safe: "ok", inconclusive: "neutral" } as const;

function Effect({ comparison, metric, relative, extent, guardrail, isBayesian }: EffectProps) {
  if (!comparison) return <td colSpan={3} />;
  const show = (value: number) =>
    relative
      ? signedPercent(value)
      : value.toLocaleString("en", { maximumSignificantDigits: 3, signDisplay: "exceptZero" });
  const point = relative ? comparison.lift : comparison.estimate;
  const [low, high] = (relative ? comparison.relative_ci : comparison.absolute_ci) ?? [null, null];
  const way = direction(comparison, metric.metric);
  const words = low === null || high === null ? "no interval yet" : `${show(low)} to ${show(high)}`;
  const notes = remarks(comparison);
  const reduction = comparison.cuped?.variance_reduction.control;
  return (
    <>
      <td className="text-right font-medium" style={{ color: way === "open" ? undefined : COLORS[way] }}>
        {point === null ? "–" : show(point)}
      </td>
      <td className="max-sm:order-last max-sm:col-span-5">
        <IntervalPlot low={low} high={high} point={point} extent={extent} color={COLORS[way]} label={words} />
        <p className="text-xs text-muted">
          {words}
          {comparison.significant && `, ${way}`}
          {typeof reduction === "number" &&
            reduction > 0.01 &&
            `, ${percent(reduction, 0)} less noise from the past`}
          {notes.length > 0 && ` – ${notes.join("; ")}`}
        </p>
      </td>
      <td className="text-right">
        {isBayesian ? (
          <span title={lossWords(comparison.bayes)}>{chanceWords(comparison.bayes)}</span>
        ) : guardrail ? (
          <Badge tone={GUARD[guardrail]}>{guardrail}</Badge>
        ) : (
          pValue(comparison.p_adjusted ?? comparison.p_value)
        )}
      </td>
    </>
  );
}
