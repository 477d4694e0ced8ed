/** One bar of a step: the actors of one breakdown value (or all) that reached it. */
export interface FunnelBar {
  readonly key: string;
  readonly label: string;
  readonly color: number;
  /** Drawn fainter: the previous period. */
  readonly faint: boolean;
  readonly count: number;
  /** Of those who entered, 0–1. */
  readonly ofEntered: number;
  /** Of the step before, 0–1. */
  readonly ofPrevious: number;
  /** Reached the step before and not this one. */
  readonly dropped: number;
  /** Seconds from the step before; null without anyone. */
  readonly medianSeconds: number | null;
  readonly averageSeconds: number | null;
}

export interface FunnelStep {
  readonly name: string;
  readonly bars: readonly FunnelBar[];
}

/** Pressed: who reached step n (n, from 1), or dropped off before it (−n), of one breakdown value. */
export type OnFunnelStep = (step: number, key: string) => void;

/** Percentages are of those who entered, or of the step before. */
export type FunnelReference = "total" | "previous";

export interface FunnelChartProps {
  readonly steps: readonly FunnelStep[];
  readonly reference: FunnelReference;
  /** Bars stand (vertical) or lie. */
  readonly layout: "vertical" | "horizontal";
  readonly compact?: boolean;
  readonly onStep?: OnFunnelStep | undefined;
}

export const rateOf = (bar: FunnelBar, reference: FunnelReference): number =>
  reference === "previous" ? bar.ofPrevious : bar.ofEntered;
