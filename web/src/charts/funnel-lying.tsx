"use client";
import { StepNumbers } from "@/charts/funnel-numbers";
import type { FunnelChartProps } from "@/charts/funnel-types";
import { seriesColor } from "@/charts/types";

/** The steps below each other, for long names and small screens. */
export function LyingSteps({ steps, reference, onStep }: FunnelChartProps) {
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
