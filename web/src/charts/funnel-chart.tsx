"use client";
import { LyingSteps } from "@/charts/funnel-lying";
import { StepNumbers } from "@/charts/funnel-numbers";
import { StandingBar } from "@/charts/funnel-standing-bar";
import {
  type FunnelChartProps,
  type FunnelReference,
  type FunnelStep,
  type OnFunnelStep,
  rateOf,
} from "@/charts/funnel-types";
import { cn } from "@/ui/cn";

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

interface StepTextProps {
  readonly index: number;
  readonly step: FunnelStep;
  readonly reference: FunnelReference;
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
