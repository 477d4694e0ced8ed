import { CartesianGrid, ReferenceArea, ReferenceLine, Tooltip, XAxis, YAxis } from "recharts";
import { ChartTooltip } from "@/charts/chart-tooltip";
import { logTicks, roundTop } from "@/charts/ticks";
import type { ChartBand, ChartData, ChartNote, ChartSeries, GoalLine, ValueFormat } from "@/charts/types";
import { compactNumber } from "@/lib/format";

export interface AxesProps {
  readonly data: ChartData;
  readonly shown: readonly ChartSeries[];
  readonly log: boolean;
  readonly goals: readonly GoalLine[];
  readonly notes: readonly ChartNote[];
  readonly bands: readonly ChartBand[];
  readonly format: ValueFormat;
  /** Bars are highlighted as a band, lines by a rule. */
  readonly band: boolean;
  readonly percent: boolean;
}

const TICK = { fill: "var(--muted)", fontSize: 12 };

/** Grid, axes, tooltip, goal lines and notes: what every chart over buckets has. An array, since Recharts looks at its direct children. */
export function axesOf({ data, shown, log, goals, notes, bands, format, band, percent }: AxesProps) {
  const told = [...notes, ...bands.flatMap(notesOf)];
  return [
    <CartesianGrid key="grid" vertical={false} stroke="var(--line)" />,
    <XAxis
      key="x"
      dataKey="index"
      tickFormatter={(index: number) => data.labels[index] ?? ""}
      tickLine={false}
      axisLine={{ stroke: "var(--line-strong)" }}
      tick={TICK}
      minTickGap={28}
      tickMargin={8}
    />,
    <YAxis
      key="y"
      width="auto"
      tickLine={false}
      axisLine={false}
      tick={TICK}
      tickFormatter={
        percent ? (value: number) => `${Math.round(value * 100)} %` : (value) => short(value, format)
      }
      {...(log ? logScale(shown, goals) : {})}
      {...(!log && goals.length > 0 ? { domain: [domainLow(shown), domainHigh(goals)] as const } : {})}
      allowDecimals
    />,
    <Tooltip
      key="tooltip"
      isAnimationActive={false}
      wrapperStyle={{ zIndex: 20 }}
      cursor={band ? { fill: "var(--hover)", opacity: 0.6 } : { stroke: "var(--line-strong)" }}
      content={({ active, activeIndex }) =>
        active && activeIndex !== undefined && activeIndex !== null ? (
          <ChartTooltip data={data} series={shown} index={Number(activeIndex)} notes={told} format={format} />
        ) : null
      }
    />,
    ...bands.map(({ from, to }) => (
      <ReferenceArea
        key={`band-${from}`}
        x1={from}
        x2={to}
        fill="var(--warn)"
        fillOpacity={0.12}
        stroke="var(--warn)"
        strokeOpacity={0.4}
        ifOverflow="extendDomain"
      />
    )),
    ...goals.map((goal) => (
      <ReferenceLine
        key={`goal-${goal.label}-${goal.value}`}
        y={goal.value}
        stroke="var(--warn)"
        strokeDasharray="6 3"
        ifOverflow="extendDomain"
        label={{ value: goal.label, position: "insideTopRight", fill: "var(--warn)", fontSize: 12 }}
      />
    )),
    ...notes.map((note) => (
      <ReferenceLine
        key={`note-${note.index}-${note.text}`}
        x={note.index}
        stroke="var(--accent)"
        strokeDasharray="2 3"
        label={{ value: "●", position: "top", fill: "var(--accent)", fontSize: 9 }}
      />
    )),
  ];
}

/** What a band says, on each of its buckets. */
const notesOf = ({ from, to, text }: ChartBand): ChartNote[] =>
  Array.from({ length: to - from + 1 }, (_, offset) => ({ index: from + offset, text }));

/** Axis text: short, but with the unit that the exact value carries. */
function short(value: number, format: ValueFormat): string {
  const exact = format(value);
  return exact === format(Math.round(value * 100) / 100) && exact.length <= 6 ? exact : compactNumber(value);
}

/** A logarithmic axis ends at its outermost ticks. */
function logScale(shown: readonly ChartSeries[], goals: readonly GoalLine[]) {
  const ticks = logTicks([...shown.flatMap(({ values }) => values), ...goals.map(({ value }) => value)]);
  const domain = [ticks[0] ?? 1, ticks.at(-1) ?? 10] as const;
  return { scale: "log" as const, domain, ticks, allowDataOverflow: true };
}

const domainLow = (series: readonly ChartSeries[]) => Math.min(0, ...series.flatMap(({ values }) => values));
const domainHigh = (goals: readonly GoalLine[]) => (highest: number) =>
  roundTop(Math.max(highest, ...goals.map(({ value }) => value * 1.05)));
