import { type ChartSeries, seriesColor } from "@/charts/types";
import { exactNumber } from "@/lib/format";

/** One bar a series, by value. Names stand beside the bars, so colours would say nothing more. */
export function Ranking({ series }: { readonly series: readonly ChartSeries[] }) {
  const max = Math.max(...series.map((item) => Math.abs(item.total)), 1e-9);
  return (
    <ul className="flex flex-col gap-2 p-4">
      {series
        .toSorted((a, b) => b.total - a.total)
        .map((item) => (
          <li key={item.key} className="grid grid-cols-[minmax(6rem,14rem)_1fr] items-center gap-3 text-sm">
            <span className="truncate" title={item.label}>
              {item.label}
            </span>
            <span className="flex items-center gap-2">
              <span
                className="h-5 rounded-sm"
                style={{
                  width: `${(Math.abs(item.total) / max) * 80}%`,
                  minWidth: 2,
                  background: seriesColor(0),
                  opacity: item.faint ? 0.5 : 1,
                }}
              />
              <span className="font-medium tabular-nums">{exactNumber(item.total)}</span>
            </span>
          </li>
        ))}
    </ul>
  );
}
