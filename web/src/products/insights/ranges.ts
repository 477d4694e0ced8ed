import type { Interval } from "./query/types.ts";

export interface RangePreset {
  readonly label: string;
  readonly from: string;
  readonly to: string | null;
  readonly interval: Interval;
}

/** Ranges that are offered by name, each with the interval that reads well. */
export const RANGE_PRESETS: readonly RangePreset[] = [
  { label: "Today", from: "dStart", to: null, interval: "hour" },
  { label: "Yesterday", from: "-1dStart", to: "-1dEnd", interval: "hour" },
  { label: "Last 24 hours", from: "-24h", to: null, interval: "hour" },
  { label: "Last 7 days", from: "-7d", to: null, interval: "day" },
  { label: "Last 14 days", from: "-14d", to: null, interval: "day" },
  { label: "Last 30 days", from: "-30d", to: null, interval: "day" },
  { label: "Last 90 days", from: "-90d", to: null, interval: "week" },
  { label: "This month", from: "mStart", to: null, interval: "day" },
  { label: "Last month", from: "-1mStart", to: "-1mEnd", interval: "day" },
  { label: "This year", from: "yStart", to: null, interval: "month" },
  { label: "All time", from: "all", to: null, interval: "month" },
];

/** The range in words. */
export function describeRange({ from, to }: { readonly from: string; readonly to: string | null }): string {
  const preset = RANGE_PRESETS.find((item) => item.from === from && item.to === to);
  if (preset) return preset.label;
  return to === null ? `Since ${from}` : `${from} – ${to}`;
}
