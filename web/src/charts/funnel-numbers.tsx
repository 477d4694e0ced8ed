"use client";
import { ArrowDownRight, Clock } from "lucide-react";
import { duration } from "@/charts/duration";
import { type FunnelBar, type FunnelReference, type OnFunnelStep, rateOf } from "@/charts/funnel-types";
import { exactNumber, percent } from "@/lib/format";

const share = (rate: number): string => percent(rate, true);

interface StepNumbersProps {
  readonly bar: FunnelBar;
  readonly index: number;
  readonly reference: FunnelReference;
  readonly onStep: OnFunnelStep | undefined;
}

/** Who came to a step, who left before it, and how long it took. */
export function StepNumbers({ bar, index, reference, onStep }: StepNumbersProps) {
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
