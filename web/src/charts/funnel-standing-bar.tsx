"use client";
import { duration } from "@/charts/duration";
import type { FunnelBar, OnFunnelStep } from "@/charts/funnel-types";
import { seriesColor } from "@/charts/types";
import { exactNumber, percent } from "@/lib/format";
import { cn } from "@/ui/cn";
import { Tooltip } from "@/ui/tooltip";

const share = (rate: number): string => percent(rate, true);

interface BarProps {
  readonly bar: FunnelBar;
  readonly step: number;
  readonly label: string;
  readonly wide: boolean;
  /** Written above the bar; null where there is no room or need. */
  readonly rate: number | null;
  readonly onStep: OnFunnelStep | undefined;
}

/** A bar from the ground, hatched where people dropped off; its exact numbers on hover. */
export function StandingBar({ bar, step, label, wide, rate, onStep }: BarProps) {
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
