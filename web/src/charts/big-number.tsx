import { ArrowDownRight, ArrowUpRight } from "lucide-react";
import type { ChartSeries, OnPoint, ValueFormat } from "@/charts/types";
import { exactNumber, percent } from "@/lib/format";
import { cn } from "@/ui/cn";

interface BigNumbersProps {
  readonly series: readonly ChartSeries[];
  readonly format?: ValueFormat;
  readonly onPoint?: OnPoint | undefined;
  /** Smaller, for tiles. */
  readonly compact?: boolean;
}

/** One figure a series, with the change against the period before when it is there. */
export function BigNumbers({ series, format = exactNumber, onPoint, compact }: BigNumbersProps) {
  const current = series.filter((item) => !item.faint);
  return (
    <div className={cn("flex flex-wrap gap-x-14 gap-y-8 px-6 py-10", compact && "gap-x-8 gap-y-4 px-4 py-4")}>
      {current.map((item) => {
        const before = series.find((other) => other.faint && other.color === item.color);
        return (
          <div key={item.key} className="min-w-0">
            <div className="truncate text-sm text-muted">{item.label.replace(/ \(now\)$/, "")}</div>
            <button
              type="button"
              disabled={!onPoint}
              onClick={() => onPoint?.(0, item.key)}
              className={cn(
                "block text-left text-5xl leading-tight font-semibold tracking-tight tabular-nums",
                compact && "text-4xl",
                onPoint && "hover:text-accent",
              )}
            >
              {format(item.total)}
            </button>
            {before && <Change now={item.total} before={before.total} format={format} />}
          </div>
        );
      })}
    </div>
  );
}

interface ChangeProps {
  readonly now: number;
  readonly before: number;
  readonly format: ValueFormat;
}

function Change({ now, before, format }: ChangeProps) {
  if (before === 0) return <div className="text-sm text-muted">nothing in the period before</div>;
  const ratio = (now - before) / Math.abs(before);
  const Icon = ratio < 0 ? ArrowDownRight : ArrowUpRight;
  return (
    <div className="mt-1 flex items-center gap-1 text-sm text-muted">
      <Icon className="size-4" aria-hidden />
      <span className="font-medium text-text tabular-nums">
        {ratio > 0 ? "+" : ""}
        {percent(ratio)}
      </span>
      from {format(before)}
    </div>
  );
}
