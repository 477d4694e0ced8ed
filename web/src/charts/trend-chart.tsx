"use client";
import { Area, AreaChart, Bar, BarChart, Line, LineChart, ResponsiveContainer } from "recharts";
import { axesOf } from "@/charts/axes";
import { chartRows } from "@/charts/rows";
import {
  type ChartBand,
  type ChartData,
  type ChartNote,
  type ChartSeries,
  type GoalLine,
  type OnPoint,
  seriesColor,
  type ValueFormat,
} from "@/charts/types";
import { labelsAbove, labelsInStack } from "@/charts/value-labels";
import { exactNumber } from "@/lib/format";

interface TrendChartProps {
  readonly data: ChartData;
  readonly kind: "line" | "bar" | "grouped" | "area";
  readonly hidden: ReadonlySet<string>;
  /** px; "fill" takes the height of the parent. */
  readonly height?: number | "fill";
  readonly log?: boolean;
  readonly goals?: readonly GoalLine[];
  readonly notes?: readonly ChartNote[];
  readonly bands?: readonly ChartBand[];
  readonly format?: ValueFormat;
  readonly percent?: boolean;
  /** Writes the values beside points and bars. */
  readonly showValues?: boolean;
  readonly onPoint?: OnPoint | undefined;
}

/** Lines, areas or bars over buckets. The last bucket is dashed (lines) or faint (bars) while it fills. */
export function TrendChart(props: TrendChartProps) {
  const { data, kind, hidden, height = 340, log = false, onPoint } = props;
  const { goals = [], notes = [], bands: marked = [], format = exactNumber, percent = false } = props;
  const shown = data.series.filter((series) => !hidden.has(series.key));
  const bars = kind === "bar" || kind === "grouped";
  const rows = chartRows(data, { log, bars });
  const axes = axesOf({ data, shown, log, goals, notes, bands: marked, format, band: bars, percent });
  const chart = {
    data: rows,
    margin: { top: props.showValues ? 22 : notes.length > 0 ? 16 : 8, right: 12, bottom: 0, left: 0 },
    ...(onPoint
      ? {
          className: "cursor-pointer",
          onClick: ({ activeIndex }: { activeIndex?: unknown }) => {
            if (activeIndex !== undefined && activeIndex !== null) onPoint(Number(activeIndex), null);
          },
        }
      : {}),
    accessibilityLayer: true,
  };
  const told = props.showValues && !percent ? format : null;
  const parts = shown.flatMap((series) => partsOf(series, { kind, data, shown, told, onPoint }));
  const size = height === "fill" ? "100%" : height;
  return (
    <div style={{ height: size }} className="w-full min-w-0">
      <ResponsiveContainer
        width="100%"
        height="100%"
        initialDimension={{ width: 640, height: height === "fill" ? 240 : height }}
      >
        {bars ? (
          <BarChart {...chart} stackOffset={percent ? "expand" : "sign"}>
            {axes}
            {parts}
          </BarChart>
        ) : kind === "area" ? (
          <AreaChart {...chart} stackOffset={percent ? "expand" : "none"}>
            {axes}
            {parts}
          </AreaChart>
        ) : (
          <LineChart {...chart}>
            {axes}
            {parts}
          </LineChart>
        )}
      </ResponsiveContainer>
    </div>
  );
}

interface PartContext {
  readonly kind: TrendChartProps["kind"];
  readonly data: ChartData;
  readonly shown: readonly ChartSeries[];
  /** Writes values beside points and bars. */
  readonly told: ValueFormat | null;
  readonly onPoint: OnPoint | undefined;
}

/** The solid part of a series and its part in the bucket that still fills. */
function partsOf(series: ChartSeries, context: PartContext) {
  const { kind, data, told, onPoint } = context;
  const color = seriesColor(series.color);
  const stacked = context.shown.filter(({ faint }) => faint === series.faint);
  const labels = told && (kind === "bar" ? labelsInStack(series, stacked, told) : labelsAbove(series, told));
  const tail = `${series.key}-tail`;
  const press = (index: unknown) => {
    if (onPoint && typeof index === "number") onPoint(index, series.key);
  };
  if (kind === "bar" || kind === "grouped") {
    const stack = kind === "bar" ? (series.faint ? "before" : "now") : series.key;
    const bar = (dataKey: string, opacity: number) => (
      <Bar
        key={dataKey}
        dataKey={dataKey}
        stackId={stack}
        fill={color}
        fillOpacity={opacity}
        maxBarSize={56}
        isAnimationActive={false}
        onClick={(_: unknown, index: number, event: { stopPropagation: () => void }) => {
          event.stopPropagation();
          press(index);
        }}
      >
        {labels}
      </Bar>
    );
    return [bar(series.key, series.faint ? 0.45 : 1), bar(tail, 0.5)];
  }
  const common = { type: "linear" as const, stroke: color, strokeWidth: 2, isAnimationActive: false };
  if (kind === "area") {
    const area = (dataKey: string, dashed: boolean) => (
      <Area
        key={dataKey}
        {...common}
        dataKey={dataKey}
        stackId={`${series.faint ? "before" : "now"}${dashed ? "-tail" : ""}`}
        fill={color}
        fillOpacity={dashed || series.faint ? 0.12 : 0.3}
        {...(dashed ? { strokeDasharray: "4 4" } : {})}
        activeDot={{ r: 4, onClick: (_: unknown, dot: unknown) => press((dot as { index?: number }).index) }}
      >
        {!dashed && labels}
      </Area>
    );
    return [area(series.key, false), area(tail, true)];
  }
  const dot = {
    fill: color,
    stroke: color,
    fillOpacity: series.faint ? 0.5 : 1,
    strokeOpacity: series.faint ? 0.5 : 1,
  };
  const few = data.buckets.length <= 31;
  const activeDot = {
    r: 5,
    onClick: (dot: unknown, event: unknown) => {
      (event as { stopPropagation?: () => void }).stopPropagation?.();
      press((dot as { index?: number }).index);
    },
  };
  return [
    <Line
      key={series.key}
      {...common}
      dataKey={series.key}
      strokeOpacity={series.faint ? 0.5 : 1}
      dot={data.buckets.length === 1 ? { r: 4, ...dot } : few ? { r: 2, ...dot } : false}
      activeDot={activeDot}
    >
      {labels}
    </Line>,
    <Line key={tail} {...common} dataKey={tail} strokeDasharray="4 4" dot={false} activeDot={activeDot}>
      {labels}
    </Line>,
  ];
}
