import type { Arm } from "../arms/types.ts";
import type { MetricType } from "./types.ts";

const MIN_UNITS = 100;
const MIN_CONVERSIONS = 25;

/** Whether two arms are too small for asymptotic tests: units per arm, and conversions of both together. */
export function inBurnIn(control: Arm, treatment: Arm, metric: MetricType): boolean {
  if (control.n < MIN_UNITS || treatment.n < MIN_UNITS) return true;
  if (metric !== "proportion" && metric !== "retention") return false;
  return Math.round(control.n * control.mean + treatment.n * treatment.mean) < MIN_CONVERSIONS;
}
