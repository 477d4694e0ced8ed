"use client";
import { type ChartSeries, seriesColor } from "@/charts/types";
import { cn } from "@/ui/cn";

interface LegendProps {
  readonly series: readonly ChartSeries[];
  readonly hidden: ReadonlySet<string>;
  readonly onToggle: (key: string) => void;
}

/** Names of the series; a press hides or shows one. */
export function Legend({ series, hidden, onToggle }: LegendProps) {
  if (series.length < 2) return null;
  return (
    <div className="flex max-h-20 flex-wrap gap-x-1 gap-y-0.5 overflow-auto px-3 pb-3">
      {series.map((item) => {
        const off = hidden.has(item.key);
        return (
          <button
            key={item.key}
            type="button"
            aria-pressed={!off}
            onClick={() => onToggle(item.key)}
            className={cn(
              "inline-flex h-6 items-center gap-1.5 rounded-sm px-1.5 text-xs hover:bg-hover",
              off && "text-muted line-through",
            )}
          >
            <span
              className="h-2.5 w-2.5 rounded-xs border-2"
              style={{
                borderColor: seriesColor(item.color),
                background: off || item.faint ? "transparent" : seriesColor(item.color),
              }}
            />
            <span className="max-w-64 truncate">{item.label}</span>
          </button>
        );
      })}
    </div>
  );
}
