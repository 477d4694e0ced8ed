import { benjaminiHochberg } from "../multiplicity/adjust.ts";
import { normalUpperQuantile } from "../special/normal.ts";
import { fisherExact } from "./fisher.ts";

/** People in the funnel who did one event, and all of them, by how the funnel ended. */
export interface CorrelationCounts {
  readonly success_with: number;
  readonly failure_with: number;
  readonly success_total: number;
  readonly failure_total: number;
}

export interface Correlation {
  /** The odds ratio with a prior of 1 per cell, as PostHog shows it. */
  readonly oddsRatio: number;
  readonly correlation: "success" | "failure";
  readonly fisherP: number;
  readonly oddsRatioHaldane: number;
  /** 95 %, log scale. */
  readonly interval: readonly [number, number];
}

export interface AdjustedCorrelation extends Correlation {
  /** Benjamini-Hochberg over all events shown. */
  readonly pAdjusted: number;
}

/**
 * How one event goes with converting: odds ratio, exact p, interval.
 * Source: Fisher exact; Haldane-Anscombe (+.5 per cell) odds ratio with Woolf's log interval.
 */
export function scoreCorrelation(counts: CorrelationCounts, level = 0.95): Correlation {
  const { success_with: s, failure_with: f, success_total, failure_total } = counts;
  const [withoutS, withoutF] = [success_total - s, failure_total - f];
  const oddsRatio = ((s + 1) / (f + 1)) * ((withoutF + 1) / (withoutS + 1));
  const cells = [s, f, withoutS, withoutF].map((cell) => cell + 0.5);
  const logOdds = Math.log(cells[0]!) - Math.log(cells[1]!) - Math.log(cells[2]!) + Math.log(cells[3]!);
  const error = Math.sqrt(cells.reduce((sum, cell) => sum + 1 / cell, 0));
  const half = normalUpperQuantile((1 - level) / 2) * error;
  return {
    oddsRatio,
    correlation: oddsRatio > 1 ? "success" : "failure",
    fisherP: fisherExact(s, f, withoutS, withoutF),
    oddsRatioHaldane: Math.exp(logOdds),
    interval: [Math.exp(logOdds - half), Math.exp(logOdds + half)],
  };
}

/** All events shown together, with p-values adjusted over them, in the order given. */
export function scoreCorrelations(events: readonly CorrelationCounts[]): AdjustedCorrelation[] {
  const scores = events.map((counts) => scoreCorrelation(counts));
  const adjusted = benjaminiHochberg(scores.map(({ fisherP }) => fisherP));
  return scores.map((score, i) => ({ ...score, pAdjusted: adjusted[i]! }));
}

/** Whether enough people did the event to show it: at least min(25, 2 %) of those who entered. */
export function hasVolume({
  success_with,
  failure_with,
  success_total,
  failure_total,
}: CorrelationCounts): boolean {
  return success_with + failure_with >= Math.min(25, 0.02 * (success_total + failure_total));
}
