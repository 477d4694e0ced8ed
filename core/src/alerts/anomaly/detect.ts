import type { Interval } from "../../insights/date-range/calendar.ts";
import type { Detector, DetectorConfig } from "./config.ts";
import { ecod, iqr, mad, type Scorer, zscore } from "./detectors.ts";

/** Scores of a series, position by position; null where the history is too short. */
export interface Detection {
  readonly scores: readonly (number | null)[];
  /** Positions that are anomalies. */
  readonly triggered: readonly number[];
}

const LEAST_HISTORY = 5;
/** A phase (the same weekday, the same hour) has been seen so often before it is compared with. */
const LEAST_SEASONS = 4;
const DEFAULT_THRESHOLD = 0.9;
/** |modified z| of 3.5: see `mad`. */
const SEASONAL_THRESHOLD = 0.9995;
const DEFAULT_WINDOW = 30;

/** Points until a series is in the same phase again: a day of hours, a week of days. */
const SEASONS: Partial<Record<Interval, number>> = { hour: 24, day: 7, month: 12 };

/**
 * Looks at each value against those before it, never at later ones, so that a look at the last value says what an alert
 * would have said. `seasonal` compares with values of the same phase alone, by the modified z-score.
 */
export function detect(values: readonly number[], config: DetectorConfig, interval: Interval): Detection {
  if (config.type !== "ensemble") return one(values, config, interval);
  const parts = config.detectors.map((part) => one(values, part, interval));
  const all = config.operator.toLowerCase() === "and";
  const seen = (at: number) => (part: Detection) => part.triggered.includes(at);
  const triggered = values.flatMap((_, at) =>
    (all ? parts.every(seen(at)) : parts.some(seen(at))) ? [at] : [],
  );
  const scores = values.map((_, at) => {
    const own = parts.map((part) => part.scores[at] ?? null);
    if (own.some((score) => score === null)) return null;
    return (all ? Math.min : Math.max)(...(own as number[]));
  });
  return { scores, triggered };
}

function one(raw: readonly number[], config: Detector, interval: Interval): Detection {
  const { values, lost } = preprocess(raw, config.preprocessing ?? {});
  const limit = limitOf(config);
  const scores = [
    ...Array<null>(lost).fill(null),
    ...values.map((_, at) => scoreOf(values, at, config, interval)),
  ];
  const triggered = scores.flatMap((score, at) => (score !== null && score > limit ? [at] : []));
  return { scores, triggered };
}

function limitOf(config: Detector): number {
  if (config.type === "threshold" || config.type === "iqr") return 0.5;
  return config.threshold ?? (config.type === "seasonal" ? SEASONAL_THRESHOLD : DEFAULT_THRESHOLD);
}

function scoreOf(values: readonly number[], at: number, config: Detector, interval: Interval): number | null {
  const value = values[at]!;
  if (config.type === "threshold") {
    const { lower_bound, upper_bound } = config;
    return (lower_bound != null && value < lower_bound) || (upper_bound != null && value > upper_bound)
      ? 1
      : 0;
  }
  // Zeros before the first event of all are no history: the thing was not there yet.
  const begins = values.findIndex((other) => other !== 0);
  if (begins < 0 || at < begins) return null;
  const before = values.slice(begins, at);
  if (config.type === "seasonal") {
    const season = config.season ?? SEASONS[interval] ?? 1;
    const phase = before
      .filter((_, index) => (at - begins - index) % season === 0)
      .slice(-(config.window ?? DEFAULT_WINDOW));
    return phase.length < (season === 1 ? LEAST_HISTORY : LEAST_SEASONS) ? null : mad(value, phase);
  }
  const history = before.slice(-(config.window ?? DEFAULT_WINDOW));
  return history.length < LEAST_HISTORY ? null : scorerOf(config)(value, history);
}

function scorerOf(config: Exclude<Detector, { type: "threshold" | "seasonal" }>): Scorer {
  if (config.type === "iqr") return iqr(config.multiplier ?? 1.5);
  return { zscore, mad, ecod, copod: ecod }[config.type];
}

/** Differences and moving averages; `lost` = points at the start that they use up. */
function preprocess(
  raw: readonly number[],
  { diffs_n, smooth_n }: { diffs_n?: number | null | undefined; smooth_n?: number | null | undefined },
): { values: readonly number[]; lost: number } {
  let values = raw;
  for (let order = 0; order < (diffs_n ?? 0); order++)
    values = values.slice(1).map((value, at) => value - values[at]!);
  const width = Math.max(1, smooth_n ?? 1);
  const smooth = values.slice(width - 1).map((_, at) => {
    const part = values.slice(at, at + width);
    return part.reduce((sum, value) => sum + value, 0) / width;
  });
  return { values: smooth, lost: raw.length - smooth.length };
}

/** Values that a detector needs before it can judge the next one. */
export function historyNeeded(config: DetectorConfig, interval: Interval): number {
  if (config.type === "ensemble")
    return Math.max(...config.detectors.map((part) => historyNeeded(part, interval)));
  const { diffs_n, smooth_n } = config.preprocessing ?? {};
  const used = (diffs_n ?? 0) + Math.max(0, (smooth_n ?? 1) - 1);
  if (config.type === "threshold") return used;
  if (config.type !== "seasonal") return used + (config.window ?? DEFAULT_WINDOW);
  const season = config.season ?? SEASONS[interval] ?? 1;
  return used + season * Math.min(8, config.window ?? 8);
}
