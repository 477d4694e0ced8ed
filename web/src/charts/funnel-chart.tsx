"use client";
import { ArrowDownRight, Clock } from "lucide-react";
import { duration } from "@/charts/duration";
import type { FunnelBar, FunnelStep, OnFunnelStep } from "@/charts/funnel-types";
import { seriesColor } from "@/charts/types";
import { exactNumber, percent } from "@/lib/format";
import { cn } from "@/ui/cn";
import { Tooltip } from "@/ui/tooltip";

interface FunnelChartProps {
  readonly steps: readonly FunnelStep[];
  /** Percentages of those who entered, or of the step before. */
  readonly reference: "total" | "previous";
  /** Bars stand (vertical) or lie. */
  readonly layout: "vertical" | "horizontal";
  readonly compact?: boolean;
  readonly onStep?: OnFunnelStep | undefined;
}

const share = (rate: number): string => percent(rate, true);

/** Steps of a funnel: bars, who dropped off, and the time between steps. */
export function FunnelChart(props: FunnelChartProps) {
  return props.layout === "horizontal" ? <LyingSteps {...props} /> : <StandingSteps {...props} />;
}

function StandingSteps({ steps, reference, compact, onStep }: FunnelChartProps) {
  const bars = steps[0]?.bars.length ?? 1;
  return (
    <div className="h-full overflow-x-auto">
      <ol
        className={cn(
          "grid h-full auto-cols-fr grid-flow-col grid-rows-[minmax(0,1fr)_auto]",
          compact ? "p-2" : "p-4",
        )}
        style={{ minWidth: steps.length * Math.max(132, bars * 26) }}
      >
        {steps.map((step, index) => (
          <li
            key={`${index}-${step.name}`}
            className="row-span-2 grid min-w-0 grid-rows-subgrid border-l border-line px-3 first:border-l-0"
          >
            <div className={cn("flex items-end gap-1", compact ? "min-h-24" : "h-64")}>
              {step.bars.map((bar) => (
                <StandingBar
                  key={bar.key}
                  bar={bar}
                  step={index + 1}
                  wide={bars === 1}
                  rate={bars > 1 && bars <= 6 && !compact && index > 0 ? rateOf(bar, reference) : null}
                  label={`${step.name}${bars > 1 ? `, ${bar.label}` : ""}`}
                  onStep={onStep}
                />
              ))}
            </div>
            <StepText index={index} step={step} reference={reference} onStep={onStep} brief={bars > 1} />
          </li>
        ))}
      </ol>
    </div>
  );
}

interface BarProps {
  readonly bar: FunnelBar;
  readonly step: number;
  readonly label: string;
  readonly wide: boolean;
  /** Written above the bar; null where there is no room or need. */
  readonly rate: number | null;
  readonly onStep: OnFunnelStep | undefined;
}

const rateOf = (bar: FunnelBar, reference: FunnelChartProps["reference"]) =>
  reference === "previous" ? bar.ofPrevious : bar.ofEntered;

function StandingBar({ bar, step, label, wide, rate, onStep }: BarProps) {
  return (
    <Tooltip content={<BarTip bar={bar} step={step} label={label} />}>
      <span className={cn("relative flex h-full min-w-3 flex-1 flex-col justify-end", wide && "max-w-40")}>
        <button
          type="button"
          aria-label={`${label}: ${bar.dropped} dropped off`}
          disabled={!onStep || step === 1 || bar.dropped === 0}
          onClick={() => onStep?.(-step, bar.key)}
          className="w-full flex-1 rounded-t-sm bg-[repeating-linear-gradient(135deg,var(--line)_0_1px,transparent_1px_6px)] enabled:hover:bg-hover"
          style={{ maxHeight: `${(1 - bar.ofEntered) * 100}%` }}
        />
        <button
          type="button"
          aria-label={`${label}: ${bar.count}`}
          disabled={!onStep || bar.count === 0}
          onClick={() => onStep?.(step, bar.key)}
          className="w-full rounded-t-sm enabled:hover:brightness-110"
          style={{
            height: `${bar.ofEntered * 100}%`,
            minHeight: bar.count > 0 ? 2 : 0,
            background: seriesColor(bar.color),
            opacity: bar.faint ? 0.5 : 1,
          }}
        />
        {rate !== null && (
          <span
            aria-hidden
            className="pointer-events-none absolute inset-x-0 flex justify-center text-2xs tabular-nums"
            style={{ bottom: `min(${bar.ofEntered * 100}% + 2px, 100% - 1.1rem)` }}
          >
            <span className="rounded-sm bg-surface/85 px-0.5 whitespace-nowrap">
              {Math.round(rate * 100)} %
            </span>
          </span>
        )}
      </span>
    </Tooltip>
  );
}

function BarTip({ bar, step, label }: Pick<BarProps, "bar" | "step" | "label">) {
  return (
    <span className="grid grid-cols-[auto_auto] gap-x-4 gap-y-0.5 text-left">
      <span className="col-span-2 max-w-64 truncate font-medium">{label}</span>
      <span>Reached</span>
      <span className="text-right tabular-nums">{exactNumber(bar.count)}</span>
      <span>Of those who entered</span>
      <span className="text-right tabular-nums">{share(bar.ofEntered)}</span>
      {step > 1 && (
        <>
          <span>Of the step before</span>
          <span className="text-right tabular-nums">{share(bar.ofPrevious)}</span>
          <span>Dropped off</span>
          <span className="text-right tabular-nums">{exactNumber(bar.dropped)}</span>
        </>
      )}
      {bar.medianSeconds !== null && (
        <>
          <span>Median time</span>
          <span className="text-right tabular-nums">{duration(bar.medianSeconds)}</span>
        </>
      )}
    </span>
  );
}

interface StepTextProps {
  readonly index: number;
  readonly step: FunnelStep;
  readonly reference: "total" | "previous";
  readonly brief: boolean;
  readonly onStep: OnFunnelStep | undefined;
}

/** What stands below a step: its name and, without breakdown, its numbers. */
function StepText({ index, step, reference, brief, onStep }: StepTextProps) {
  const bar = step.bars[0];
  return (
    <div className="min-w-0 border-t border-line-strong/60 pt-2 text-sm">
      <div className="flex items-center gap-1.5 font-medium">
        <span className="flex size-5 shrink-0 items-center justify-center rounded-sm bg-sunken text-2xs">
          {index + 1}
        </span>
        <span className="truncate" title={step.name}>
          {step.name}
        </span>
      </div>
      {!brief && bar && <StepNumbers bar={bar} index={index} reference={reference} onStep={onStep} />}
    </div>
  );
}

interface StepNumbersProps {
  readonly bar: FunnelBar;
  readonly index: number;
  readonly reference: "total" | "previous";
  readonly onStep: OnFunnelStep | undefined;
}

function StepNumbers({ bar, index, reference, onStep }: StepNumbersProps) {
  const rate = rateOf(bar, reference);
  return (
    <div className="mt-1 flex flex-col gap-0.5 text-xs text-muted">
      <button
        type="button"
        disabled={!onStep}
        onClick={() => onStep?.(index + 1, bar.key)}
        className="self-start text-left text-text tabular-nums enabled:hover:text-accent"
      >
        <span className="text-lg font-semibold">{share(rate)}</span>{" "}
        <span className="text-xs text-muted">{exactNumber(bar.count)}</span>
      </button>
      {index > 0 && (
        <button
          type="button"
          disabled={!onStep || bar.dropped === 0}
          onClick={() => onStep?.(-(index + 1), bar.key)}
          className="flex items-start gap-1 self-start text-left tabular-nums enabled:hover:text-accent [&_svg]:mt-px [&_svg]:size-3.5 [&_svg]:shrink-0"
        >
          <ArrowDownRight aria-hidden />
          <span>
            {exactNumber(bar.dropped)} dropped off{" "}
            <span className="whitespace-nowrap">({share(1 - bar.ofPrevious)})</span>
          </span>
        </button>
      )}
      {bar.medianSeconds !== null && (
        <span
          className="flex items-center gap-1 [&_svg]:size-3.5"
          title={`Average ${duration(bar.averageSeconds ?? 0)}`}
        >
          <Clock aria-hidden /> median {duration(bar.medianSeconds)}
        </span>
      )}
    </div>
  );
}

function LyingSteps({ steps, reference, onStep }: FunnelChartProps) {
  return (
    <ol className="flex flex-col gap-4 p-4">
      {steps.map((step, index) => (
        <li key={`${index}-${step.name}`} className="min-w-0">
          <div className="mb-1 flex items-center gap-1.5 text-sm font-medium">
            <span className="flex size-5 shrink-0 items-center justify-center rounded-sm bg-sunken text-2xs">
              {index + 1}
            </span>
            <span className="truncate">{step.name}</span>
          </div>
          <div className="flex flex-col gap-1.5">
            {step.bars.map((bar) => (
              <div key={bar.key} className="min-w-0">
                <button
                  type="button"
                  disabled={!onStep || bar.count === 0}
                  aria-label={`${step.name}, ${bar.label}: ${bar.count}`}
                  onClick={() => onStep?.(index + 1, bar.key)}
                  className="block h-6 w-full rounded-sm bg-sunken enabled:hover:brightness-105"
                >
                  <span
                    className="block h-full rounded-sm"
                    style={{
                      width: `${bar.ofEntered * 100}%`,
                      minWidth: bar.count > 0 ? 2 : 0,
                      background: seriesColor(bar.color),
                      opacity: bar.faint ? 0.5 : 1,
                    }}
                  />
                </button>
                {step.bars.length > 1 && (
                  <div className="mt-0.5 truncate text-xs text-muted">{bar.label}</div>
                )}
                <StepNumbers bar={bar} index={index} reference={reference} onStep={onStep} />
              </div>
            ))}
          </div>
        </li>
      ))}
    </ol>
  );
}
