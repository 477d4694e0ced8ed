import { exactNumber } from "../../lib/format.ts";
import { unwrapQuery } from "../insights/query/unwrap.ts";
import type { Alert, AlertInterval } from "./api.ts";

export const INTERVALS: readonly { value: AlertInterval; label: string }[] = [
  { value: "real_time", label: "every two minutes" },
  { value: "every_15_minutes", label: "every 15 minutes" },
  { value: "hourly", label: "every hour" },
  { value: "daily", label: "every day" },
  { value: "weekly", label: "every Monday" },
  { value: "monthly", label: "on the first of a month" },
];

/** What an alert watches for, in words: `above 100`, `increase above 20%`, `unusual values`. */
export function describeAlert({
  condition,
  threshold,
  detector_config,
}: Pick<Alert, "condition" | "threshold" | "detector_config">): string {
  if (detector_config) return "unusual values";
  const { type, bounds } = threshold.configuration;
  const percent = type === "percentage";
  const shown = (bound: number) => (percent ? `${Math.round(bound * 10_000) / 100}%` : exactNumber(bound));
  const parts = [
    bounds?.lower == null ? null : `below ${shown(bounds.lower)}`,
    bounds?.upper == null ? null : `above ${shown(bounds.upper)}`,
  ].filter((part) => part !== null);
  const what = { absolute_value: "", relative_increase: "increase ", relative_decrease: "decrease " }[
    condition.type
  ];
  return `${what}${parts.join(" or ")}`;
}

/** The series of a query that an alert can watch, by their index. */
export function seriesOf(query: unknown): readonly { value: string; label: string }[] {
  const inner = unwrapQuery(query) as {
    kind?: string;
    series?: readonly { custom_name?: string; name?: string; event?: string | null }[];
    trendsFilter?: {
      formula?: string;
      formulas?: readonly string[];
      formulaNodes?: readonly { formula: string; custom_name?: string }[];
    };
  } | null;
  if (inner?.kind === "LifecycleQuery")
    return ["New", "Returning", "Back again", "Gone quiet"].map((label, index) => ({
      value: String(index),
      label,
    }));
  const filter = inner?.trendsFilter;
  const formulas =
    filter?.formulaNodes?.map((node) => node.custom_name ?? node.formula) ??
    filter?.formulas ??
    (filter?.formula ? [filter.formula] : []);
  const names =
    formulas.length > 0
      ? formulas
      : (inner?.series ?? []).map((one) => one.custom_name ?? one.name ?? one.event ?? "All events");
  return names.map((label, index) => ({ value: String(index), label: `${index + 1}. ${label}` }));
}
