import { type ChartSeries, type OnPoint, seriesColor, type ValueFormat } from "@/charts/types";
import { exactNumber } from "@/lib/format";
import { cn } from "@/ui/cn";

interface RankingProps {
  readonly series: readonly ChartSeries[];
  readonly format?: ValueFormat;
  readonly onPoint?: OnPoint | undefined;
}

/** One bar a series, by value. Names stand beside the bars, so colours would say nothing more. */
export function Ranking({ series, format = exactNumber, onPoint }: RankingProps) {
  const max = Math.max(...series.map((item) => Math.abs(item.total)), 1e-9);
  return (
    <ul className="flex flex-col gap-2 p-4">
      {series
        .toSorted((a, b) => b.total - a.total)
        .map((item) => (
          <li key={item.key} className="grid grid-cols-[minmax(5rem,14rem)_1fr] items-center gap-3 text-sm">
            <span className="truncate" title={item.label}>
              {item.label}
            </span>
            <button
              type="button"
              disabled={!onPoint}
              onClick={() => onPoint?.(0, item.key)}
              className={cn("flex items-center gap-2 text-left", onPoint && "hover:text-accent")}
            >
              <span
                className="h-5 rounded-sm"
                style={{
                  width: `${(Math.abs(item.total) / max) * 75}%`,
                  minWidth: 2,
                  background: seriesColor(0),
                  opacity: item.faint ? 0.5 : 1,
                }}
              />
              <span className="font-medium tabular-nums">{format(item.total)}</span>
            </button>
          </li>
        ))}
    </ul>
  );
}
