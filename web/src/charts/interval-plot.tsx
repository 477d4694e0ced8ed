"use client";

interface IntervalPlotProps {
  readonly low: number | null;
  readonly high: number | null;
  readonly point: number | null;
  /** Half-width of the axis, the same for every row of a table. */
  readonly extent: number;
  /** CSS colour of the bar. */
  readonly color: string;
  /** Says the same in words. */
  readonly label: string;
  /** Another value to be seen beside zero. */
  readonly mark?: number | undefined;
}

/** A confidence interval around zero: its bar, its point, cut with an arrow where it leaves the axis. */
export function IntervalPlot({ low, high, point, extent, color, label, mark }: IntervalPlotProps) {
  const place = (value: number) => 50 + (Math.max(-extent, Math.min(extent, value)) / extent) * 48;
  const left = low === null ? null : place(low);
  const right = high === null ? null : place(high);
  return (
    <svg viewBox="0 0 100 16" preserveAspectRatio="none" className="h-6 w-full" role="img" aria-label={label}>
      <line
        x1="50"
        x2="50"
        y1="0"
        y2="16"
        stroke="var(--line-strong)"
        strokeWidth="1"
        vectorEffect="non-scaling-stroke"
      />
      {mark !== undefined && Math.abs(mark) <= extent && (
        <line
          x1={place(mark)}
          x2={place(mark)}
          y1="0"
          y2="16"
          stroke="var(--danger)"
          strokeWidth="1"
          strokeDasharray="2 2"
          vectorEffect="non-scaling-stroke"
        />
      )}
      {left !== null && right !== null && (
        <rect
          x={left}
          width={Math.max(0.6, right - left)}
          y="4"
          height="8"
          rx="1"
          fill={color}
          fillOpacity="0.35"
        />
      )}
      {low !== null && low < -extent && <path d="M0 8 L3 4 L3 12 Z" fill={color} />}
      {high !== null && high > extent && <path d="M100 8 L97 4 L97 12 Z" fill={color} />}
      {point !== null && <rect x={place(point) - 0.4} width="0.8" y="2" height="12" fill={color} />}
    </svg>
  );
}
