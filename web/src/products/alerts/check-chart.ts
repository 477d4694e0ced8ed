import type { ChartData, GoalLine } from "../../charts/types.ts";
import { shortTime } from "../../lib/format.ts";
import type { Alert, AlertCheck } from "./api.ts";

/** What was measured, check by check, the oldest first; null while there are too few to draw. */
export function checkChart(checks: readonly AlertCheck[], timezone: string, now?: number): ChartData | null {
  const measured = checks
    .filter((check) => check.calculated_value !== null)
    .toSorted((a, b) => (a.created_at < b.created_at ? -1 : 1));
  if (measured.length < 3) return null;
  const values = measured.map((check) => check.calculated_value ?? 0);
  return {
    buckets: measured.map((check) => check.created_at),
    labels: measured.map((check) => shortTime(check.created_at, timezone, now)),
    series: [{ key: "value", label: "Value", color: 0, faint: false, values, total: values.at(-1) ?? 0 }],
    lastIncomplete: false,
  };
}

/** Bounds as lines where they are on the scale of the value itself. */
export function boundLines(alert: Pick<Alert, "condition" | "threshold" | "detector_config">): GoalLine[] {
  if (alert.detector_config || alert.condition.type !== "absolute_value") return [];
  const { lower, upper } = alert.threshold.configuration.bounds ?? {};
  return [
    ...(lower == null ? [] : [{ label: "less than", value: lower }]),
    ...(upper == null ? [] : [{ label: "more than", value: upper }]),
  ];
}
