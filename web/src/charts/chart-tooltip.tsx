import { valueAt } from "@/charts/rows";
import {
  type ChartData,
  type ChartNote,
  type ChartSeries,
  seriesColor,
  type ValueFormat,
} from "@/charts/types";
import { exactNumber } from "@/lib/format";

interface ChartTooltipProps {
  readonly data: ChartData;
  readonly series: readonly ChartSeries[];
  readonly index: number;
  readonly notes?: readonly ChartNote[];
  readonly format?: ValueFormat;
}

const MAX_ROWS = 12;

/** Exact values of one bucket, largest first, and the notes on it. */
export function ChartTooltip({ data, series, index, notes = [], format = exactNumber }: ChartTooltipProps) {
  const rows = series
    .filter((item) => item.values[index] !== undefined)
    .toSorted((a, b) => valueAt(b, index) - valueAt(a, index));
  const filling = data.lastIncomplete && index === data.buckets.length - 1;
  const here = notes.filter((note) => note.index === index);
  return (
    <div className="max-w-80 min-w-44 rounded-md border border-line bg-surface px-3 py-2 text-xs shadow-pop">
      <div className="mb-1 flex justify-between gap-4 font-medium">
        <span>{data.labels[index]}</span>
        {filling && <span className="font-normal text-muted">so far</span>}
      </div>
      {rows.slice(0, MAX_ROWS).map((item) => (
        <div key={item.key} className="flex items-center gap-2 py-px">
          <span
            className="size-2 shrink-0 rounded-full"
            style={{ background: seriesColor(item.color), opacity: item.faint ? 0.5 : 1 }}
          />
          <span className="max-w-56 flex-1 truncate text-muted">{item.label}</span>
          <span className="font-medium tabular-nums">{format(valueAt(item, index))}</span>
        </div>
      ))}
      {rows.length > MAX_ROWS && <div className="pt-1 text-muted">and {rows.length - MAX_ROWS} more</div>}
      {here.map((note) => (
        <p key={note.text} className="mt-1 border-l-2 border-accent pl-2 break-words">
          {note.text}
        </p>
      ))}
    </div>
  );
}
