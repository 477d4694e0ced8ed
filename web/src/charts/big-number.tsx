import { ArrowDownRight, ArrowUpRight } from "lucide-react";
import type { ChartSeries } from "@/charts/types";
import { exactNumber } from "@/lib/format";

/** One figure a series, with the change against the period before when it is there. */
export function BigNumbers({ series }: { readonly series: readonly ChartSeries[] }) {
  const current = series.filter((item) => !item.faint);
  return (
    <div className="flex flex-wrap gap-x-14 gap-y-8 px-6 py-10">
      {current.map((item) => {
        const before = series.find((other) => other.faint && other.color === item.color);
        return (
          <div key={item.key} className="min-w-0">
            <div className="truncate text-sm text-muted">{item.label.replace(/ \(now\)$/, "")}</div>
            <div className="text-5xl leading-tight font-semibold tracking-tight tabular-nums">
              {exactNumber(item.total)}
            </div>
            {before && <Change now={item.total} before={before.total} />}
          </div>
        );
      })}
    </div>
  );
}

function Change({ now, before }: { readonly now: number; readonly before: number }) {
  if (before === 0) return <div className="text-sm text-muted">nothing in the period before</div>;
  const ratio = (now - before) / Math.abs(before);
  const Icon = ratio < 0 ? ArrowDownRight : ArrowUpRight;
  return (
    <div className="mt-1 flex items-center gap-1 text-sm text-muted">
      <Icon className="size-4" aria-hidden />
      <span className="font-medium text-text tabular-nums">
        {ratio > 0 ? "+" : ""}
        {(ratio * 100).toFixed(1)} %
      </span>
      from {exactNumber(before)}
    </div>
  );
}
