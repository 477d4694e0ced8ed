"use client";
import {
  Bar,
  BarChart,
  CartesianGrid,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { ChartTooltip } from "@/charts/chart-tooltip";
import { chartRows, valueAt } from "@/charts/rows";
import { type ChartData, seriesColor } from "@/charts/types";
import { compactNumber } from "@/lib/format";

interface TrendChartProps {
  readonly data: ChartData;
  readonly kind: "line" | "bar";
  readonly hidden: ReadonlySet<string>;
  readonly height?: number;
}

/** Lines or stacked bars over time. The last bucket is dashed (lines) or faint (bars) while it fills. */
export function TrendChart({ data, kind, hidden, height = 340 }: TrendChartProps) {
  const shown = data.series.filter((series) => !hidden.has(series.key));
  const rows = chartRows(data);
  const axes = (
    <>
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis
        dataKey="label"
        tickLine={false}
        axisLine={{ stroke: "var(--line-strong)" }}
        tick={{ fill: "var(--muted)", fontSize: 12 }}
        minTickGap={28}
        tickMargin={8}
      />
      <YAxis
        width={48}
        tickLine={false}
        axisLine={false}
        tick={{ fill: "var(--muted)", fontSize: 12 }}
        tickFormatter={compactNumber}
        allowDecimals
      />
      <Tooltip
        isAnimationActive={false}
        cursor={kind === "bar" ? { fill: "var(--hover)", opacity: 0.6 } : { stroke: "var(--line-strong)" }}
        content={({ active, activeIndex }) =>
          active && activeIndex !== undefined ? (
            <ChartTooltip data={data} series={shown} index={Number(activeIndex)} />
          ) : null
        }
      />
    </>
  );
  const margin = { top: 8, right: 12, bottom: 0, left: 0 };
  return (
    <div style={{ height }} className="w-full min-w-0">
      <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 640, height }}>
        {kind === "line" ? (
          <LineChart data={rows} margin={margin}>
            {axes}
            {shown.flatMap((series) => {
              const common = {
                type: "linear" as const,
                stroke: seriesColor(series.color),
                strokeWidth: 2,
                strokeOpacity: series.faint ? 0.5 : 1,
                isAnimationActive: false,
                activeDot: { r: 4 },
              };
              return [
                <Line
                  key={series.key}
                  {...common}
                  dataKey={series.key}
                  name={series.label}
                  dot={data.buckets.length === 1 ? { r: 4 } : data.buckets.length <= 31 ? { r: 2 } : false}
                />,
                <Line
                  key={`${series.key}-tail`}
                  {...common}
                  dataKey={`${series.key}-tail`}
                  strokeDasharray="4 4"
                  dot={false}
                  activeDot={false}
                  legendType="none"
                />,
              ];
            })}
          </LineChart>
        ) : (
          <BarChart data={rows} margin={margin}>
            {axes}
            {shown.map((series) => (
              <Bar
                key={series.key}
                dataKey={(row: { index: number }) => valueAt(series, row.index)}
                name={series.label}
                stackId={series.faint ? "before" : "now"}
                fill={seriesColor(series.color)}
                fillOpacity={series.faint ? 0.45 : 1}
                maxBarSize={56}
                isAnimationActive={false}
              />
            ))}
          </BarChart>
        )}
      </ResponsiveContainer>
    </div>
  );
}
