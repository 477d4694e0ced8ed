/** One line or group of bars. */
export interface ChartSeries {
  readonly key: string;
  readonly label: string;
  /** Which of the palette's colours; comparisons share the colour of what they compare. */
  readonly color: number;
  /** Drawn fainter: the previous period. */
  readonly faint: boolean;
  readonly values: readonly number[];
  /** Value of displays without a time axis. */
  readonly total: number;
  /** From this bucket on the values still grow; absent: as the chart's last bucket does. */
  readonly incompleteFrom?: number;
}

export interface ChartData {
  /** Bucket starts in the project's zone, `YYYY-MM-DD[ HH:MM:SS]`. */
  readonly buckets: readonly string[];
  /** Axis text a bucket. */
  readonly labels: readonly string[];
  readonly series: readonly ChartSeries[];
  /** The last bucket is still filling. */
  readonly lastIncomplete: boolean;
}

export interface GoalLine {
  readonly label: string;
  readonly value: number;
}

/** A note of the team on a moment of the time axis. */
export interface ChartNote {
  /** Bucket it falls into. */
  readonly index: number;
  readonly text: string;
}

/** Buckets that need a word of caution. */
export interface ChartBand {
  /** First and last bucket. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Writes a value of a chart, exactly. */
export type ValueFormat = (value: number) => string;

/** Pressed: a bucket, and the series when it was one line or bar. */
export type OnPoint = (index: number, key: string | null) => void;

export const PALETTE_SIZE = 8;

/** CSS colour of a series. */
export function seriesColor(index: number): string {
  return `var(--series-${(index % PALETTE_SIZE) + 1})`;
}
