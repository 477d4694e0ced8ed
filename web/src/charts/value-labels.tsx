import { LabelList } from "recharts";
import { valueAt } from "@/charts/rows";
import type { ChartSeries, ValueFormat } from "@/charts/types";

/** What Recharts tells about the place of a label. Its own `index` counts only what is drawn. */
interface Place {
  readonly x?: number | string;
  readonly y?: number | string;
  readonly width?: number | string;
  readonly height?: number | string;
  /** The bucket, by the list's `dataKey`. */
  readonly value?: unknown;
}

/** Least height in px of a part of a stack that has room for its value. */
const ROOM = 14;

const TEXT = {
  fontSize: 11,
  textAnchor: "middle" as const,
  fill: "var(--text)",
  stroke: "var(--surface)",
  strokeWidth: 3,
  paintOrder: "stroke",
  pointerEvents: "none" as const,
};

/** Writes the exact value above each point or bar of a series. */
export function labelsAbove(series: ChartSeries, format: ValueFormat) {
  return (
    <LabelList
      dataKey="index"
      content={({ x, y, width, value }: Place) =>
        typeof y !== "number" ? null : (
          <text {...TEXT} x={Number(x) + Number(width ?? 0) / 2} y={y - 6}>
            {format(valueAt(series, Number(value)))}
          </text>
        )
      }
    />
  );
}

/** Writes the value of a part into it where there is room, and the sum of the stack above its last part. */
export function labelsInStack(series: ChartSeries, stack: readonly ChartSeries[], format: ValueFormat) {
  const positive = stack.length > 1 && stack.every(({ values }) => values.every((value) => value >= 0));
  const isLast = (at: number) => stack.findLast((part) => valueAt(part, at) !== 0)?.key === series.key;
  return (
    <LabelList
      dataKey="index"
      content={({ x, y, width, height, value }: Place) => {
        if (typeof y !== "number") return null;
        const at = Number(value);
        const middle = Number(x) + Number(width ?? 0) / 2;
        const high = Number(height ?? 0);
        return (
          <g>
            {Math.abs(high) >= ROOM && (
              <text {...TEXT} x={middle} y={y + high / 2} dominantBaseline="central">
                {format(valueAt(series, at))}
              </text>
            )}
            {positive && isLast(at) && (
              <text {...TEXT} x={middle} y={y - 6} fontWeight={600}>
                {format(stack.reduce((sum, part) => sum + valueAt(part, at), 0))}
              </text>
            )}
          </g>
        );
      }}
    />
  );
}
