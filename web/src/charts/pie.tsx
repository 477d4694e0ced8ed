"use client";
import { Cell, Pie, PieChart, ResponsiveContainer, Tooltip } from "recharts";
import { type ChartSeries, type OnPoint, seriesColor, type ValueFormat } from "@/charts/types";
import { exactNumber, percent } from "@/lib/format";

interface PieProps {
  readonly series: readonly ChartSeries[];
  readonly height?: number | "fill";
  readonly format?: ValueFormat;
  readonly onPoint?: OnPoint | undefined;
}

/** Shares of a whole. The names stand in the legend; every slice says its share and its value. */
export function SharePie({ series, height = 340, format = exactNumber, onPoint }: PieProps) {
  const slices = series.filter((item) => item.total > 0);
  const whole = slices.reduce((sum, item) => sum + item.total, 0);
  return (
    <div style={{ height: height === "fill" ? "100%" : height }} className="w-full min-w-0">
      <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 480, height: 320 }}>
        <PieChart>
          <Pie
            data={slices.map(({ key, label, total, color }) => ({ key, label, total, color }))}
            dataKey="total"
            nameKey="label"
            innerRadius="52%"
            outerRadius="82%"
            paddingAngle={slices.length > 1 ? 1 : 0}
            stroke="var(--surface)"
            isAnimationActive={false}
            labelLine={false}
            label={({ x, y, textAnchor, value }) =>
              Number(value) / whole > 0.02 ? (
                <text
                  x={x}
                  y={y}
                  textAnchor={textAnchor as "start"}
                  fontSize={12}
                  fill="var(--muted)"
                  dominantBaseline="central"
                >
                  {percent(Number(value) / whole)}
                </text>
              ) : null
            }
            {...(onPoint
              ? {
                  className: "cursor-pointer",
                  onClick: (_: unknown, index: number) => onPoint(0, slices[index]?.key ?? null),
                }
              : {})}
          >
            {slices.map((item) => (
              <Cell key={item.key} fill={seriesColor(item.color)} fillOpacity={item.faint ? 0.5 : 1} />
            ))}
          </Pie>
          <Tooltip
            isAnimationActive={false}
            content={({ active, payload }) => {
              const slice = active
                ? (payload?.[0]?.payload as { label: string; total: number } | undefined)
                : undefined;
              return slice ? (
                <div className="rounded-md border border-line bg-surface px-3 py-2 text-xs shadow-pop">
                  <div className="max-w-64 truncate text-muted">{slice.label}</div>
                  <div className="font-medium tabular-nums">
                    {format(slice.total)} ({percent(slice.total / whole)})
                  </div>
                </div>
              ) : null;
            }}
          />
        </PieChart>
      </ResponsiveContainer>
    </div>
  );
}
