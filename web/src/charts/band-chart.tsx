"use client";
import {
  Area,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";

export interface BandPoint {
  readonly label: string;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

interface BandChartProps {
  readonly points: readonly BandPoint[];
  readonly format: (value: number) => string;
  readonly color?: string;
  readonly height?: number;
}

/** A value over time inside its interval, with zero drawn. */
export function BandChart({ points, format, color = "var(--accent)", height = 220 }: BandChartProps) {
  const rows = points.map(({ label, value, low, high }) => ({
    label,
    value,
    band: low === null || high === null ? null : [low, high],
  }));
  return (
    <div style={{ height }} className="w-full min-w-0">
      <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 640, height }}>
        <ComposedChart data={rows} margin={{ top: 8, right: 12, bottom: 0, left: 0 }} accessibilityLayer>
          <XAxis
            dataKey="label"
            tick={{ fontSize: 11, fill: "var(--muted)" }}
            stroke="var(--line)"
            minTickGap={24}
          />
          <YAxis
            tick={{ fontSize: 11, fill: "var(--muted)" }}
            stroke="var(--line)"
            tickFormatter={format}
            width={64}
          />
          <ReferenceLine y={0} stroke="var(--line-strong)" />
          <Area
            dataKey="band"
            stroke="none"
            fill={color}
            fillOpacity={0.2}
            isAnimationActive={false}
            connectNulls
          />
          <Line
            dataKey="value"
            stroke={color}
            strokeWidth={2}
            dot={{ r: 2 }}
            isAnimationActive={false}
            connectNulls
          />
          <Tooltip
            content={({ active, payload, label }) => {
              const row = payload?.[0]?.payload as (typeof rows)[number] | undefined;
              if (!active || !row) return null;
              return (
                <div className="rounded-md border border-line bg-surface px-2.5 py-1.5 text-xs shadow-pop">
                  <p className="font-medium">{String(label)}</p>
                  <p className="tabular-nums">{row.value === null ? "no interval yet" : format(row.value)}</p>
                  {row.band && (
                    <p className="text-muted tabular-nums">
                      {format(row.band[0] ?? 0)} to {format(row.band[1] ?? 0)}
                    </p>
                  )}
                </div>
              );
            }}
          />
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}
