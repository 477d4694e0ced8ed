import { number } from "../subscriptions/format.ts";
import type { Condition, Threshold, Watched, WatchedValue } from "./types.ts";

/** What a check found. */
export interface Finding {
  /** The value that was compared: of several, the first that broke a bound, else the first. */
  readonly value: number | null;
  /** A sentence for each thing that broke a bound. */
  readonly breaches: readonly string[];
}

/**
 * Compares watched values with bounds. A bucket that is still going on is compared only when asked to, and only where
 * waiting can't undo it: against an upper bound of a value or of an increase.
 */
export function findBreaches(
  watched: readonly Watched[],
  condition: Condition,
  threshold: Threshold,
  checkOngoing: boolean,
): Finding {
  const found = watched.flatMap(({ label, values }) => {
    const done = values.filter(({ complete }) => complete);
    const ongoing = values.at(-1);
    const last = { now: done.at(-1), before: done.at(-2) };
    const running = { now: ongoing, before: done.at(-1) };
    const early =
      checkOngoing &&
      ongoing &&
      !ongoing.complete &&
      threshold.upper !== null &&
      condition !== "relative_decrease"
        ? compare(label, running, condition, { ...threshold, lower: null })
        : null;
    const settled = compare(label, last, condition, threshold);
    return early?.breach ? [early] : settled ? [settled] : [];
  });
  const broken = found.filter(({ breach }) => breach !== null);
  return {
    value: (broken[0] ?? found[0])?.value ?? null,
    breaches: broken.map(({ breach }) => breach!),
  };
}

interface Pair {
  readonly now: WatchedValue | undefined;
  readonly before: WatchedValue | undefined;
}

/** Null when there is nothing to compare (with). */
function compare(
  label: string,
  { now, before }: Pair,
  condition: Condition,
  threshold: Threshold,
): { value: number; breach: string | null } | null {
  if (!now) return null;
  if (condition === "absolute_value") {
    const text = boundText(now.value, threshold, "");
    const when = now.label === label ? "" : ` (${now.label})`;
    return { value: now.value, breach: text && `${label} is ${number(now.value)}${when}, ${text}.` };
  }
  if (!before) return null;
  const sign = condition === "relative_increase" ? 1 : -1;
  const change = sign * (now.value - before.value);
  const percentage = threshold.type === "percentage";
  const moved = percentage ? shareOf(change, before.value) : change;
  const unit = percentage ? "%" : "";
  const text = boundText(moved, threshold, unit);
  const verb = condition === "relative_increase" ? "increased" : "decreased";
  const by = `${number(percentage ? moved * 100 : moved)}${unit}`;
  const values = `${number(before.value)} → ${number(now.value)}, ${now.label}`;
  return { value: moved, breach: text && `${label} ${verb} by ${by} (${values}), ${text}.` };
}

/** From nothing to something is more than any share; from nothing to nothing is none. */
function shareOf(change: number, before: number): number {
  if (before !== 0) return change / Math.abs(before);
  return change === 0 ? 0 : Math.sign(change) * Number.MAX_VALUE;
}

function boundText(value: number, { lower, upper, type }: Threshold, unit: string): string | null {
  const shown = (bound: number) =>
    `${number(unit === "%" && type === "percentage" ? bound * 100 : bound)}${unit}`;
  if (lower !== null && value < lower) return `less than ${shown(lower)}`;
  if (upper !== null && value > upper) return `more than ${shown(upper)}`;
  return null;
}
