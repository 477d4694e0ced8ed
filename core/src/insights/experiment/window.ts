import type { Expr } from "../../sql/ast.ts";
import { arithmetic, constant } from "../../sql/build.ts";
import type { ExperimentMetric, WindowUnit } from "./schema.ts";

/** How long after its exposure a unit is measured. */
export interface MetricWindow {
  /** End of a unit's window (ms, exclusive), from the time of its exposure. */
  readonly end: (exposedAt: Expr) => Expr;
  /** Last moment whose events can count, ms. */
  readonly lastEvent: number;
}

/** Length of a window's unit; a month is 30 days, as for funnels. */
const UNIT_MS: Readonly<Record<WindowUnit, number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 7 * 86_400_000,
  month: 30 * 86_400_000,
};

/**
 * The conversion window of a metric; without one it lasts as long as the experiment.
 * @param end of the experiment, ms
 * @param look time of the look, ms: a window that ends after the experiment is waited for
 */
export function windowOf(
  { conversion_window: length, conversion_window_unit: unit }: ExperimentMetric,
  end: number,
  look: number,
): MetricWindow {
  if (length === undefined || length === 0) return { end: () => constant(end + 1), lastEvent: end };
  const ms = length * UNIT_MS[unit ?? "hour"];
  return {
    end: (exposedAt) => arithmetic(exposedAt, "+", constant(ms)),
    lastEvent: Math.min(look, end + ms),
  };
}
