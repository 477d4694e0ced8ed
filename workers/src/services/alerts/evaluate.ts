import type { DetectorConfig } from "@edgewise/core/alerts/anomaly/config.ts";
import { detect, historyNeeded } from "@edgewise/core/alerts/anomaly/detect.ts";
import { type Finding, findBreaches } from "@edgewise/core/alerts/breach.ts";
import type { AlertConfig, Condition, Watched } from "@edgewise/core/alerts/types.ts";
import { watchedOf } from "@edgewise/core/alerts/watched.ts";
import type { JsonObject } from "@edgewise/core/events/types.ts";
import { intervalOf, isTimeSeries } from "@edgewise/core/insights/answers/series.ts";
import type { Interval } from "@edgewise/core/insights/date-range/calendar.ts";
import { unwrapQuery } from "@edgewise/core/insights/registry.ts";
import { number } from "@edgewise/core/subscriptions/format.ts";
import type { AlertRow } from "@edgewise/db/mysql/repos/alerts.ts";
import type { InsightRow } from "@edgewise/db/mysql/repos/insights.ts";
import type { RegionDeps } from "../../deps.ts";
import { ApiError } from "../../http/errors.ts";
import { computeInsight, readAsk } from "../insights/compute.ts";
import { readingOf } from "../query/reading.ts";
import type { QueryTenant } from "../query/tenant.ts";

/** What is watched now, and the interval of its values. */
export interface Observed {
  readonly watched: readonly Watched[];
  readonly interval: Interval;
}

const LETTERS: Partial<Record<Interval, string>> = {
  hour: "h",
  day: "d",
  week: "w",
  month: "m",
  minute: "M",
};

/** Computes an insight and reads what an alert watches. Throws ApiError when it can't be read. */
export async function observe(
  tenant: QueryTenant,
  insight: InsightRow,
  config: AlertConfig,
  history: { readonly values: number } | { readonly from: string },
  deps: RegionDeps,
  signal: AbortSignal,
): Promise<Observed> {
  const inner = unwrapQuery(insight.query);
  if (!inner.ok) throw new ApiError("invalid_input", inner.error.message);
  const query = inner.value;
  const interval = intervalOf(query);
  const from = "from" in history ? history.from : dateFrom(query, interval, history.values);
  const filters: JsonObject = from === null ? {} : { date_from: from };
  const ask = { ...readAsk({ refresh: "blocking" }), filters };
  const answer = await computeInsight(tenant, insight, ask, deps, signal);
  const read = watchedOf(query, answer ?? {}, config, readingOf(tenant, deps.now()));
  if (!read.ok) throw new ApiError("invalid_input", read.error);
  return { watched: read.value, interval };
}

/** A series is read as far back as the alert looks, whatever its chart shows; a number over its own range. */
function dateFrom(query: JsonObject, interval: Interval, values: number): string | null {
  const letter = LETTERS[interval];
  return letter && isTimeSeries(query) ? `-${Math.max(3, values + 2)}${letter}` : null;
}

/** Compares what is watched with an alert's bounds, or looks for anomalies. */
export async function evaluate(
  tenant: QueryTenant,
  row: AlertRow,
  insight: InsightRow,
  deps: RegionDeps,
  signal: AbortSignal,
): Promise<Finding & { readonly scores: readonly (number | null)[] }> {
  const config = row.config as unknown as AlertConfig;
  const detector = row.detectorConfig as DetectorConfig | null;
  const inner = unwrapQuery(insight.query);
  const interval = inner.ok ? intervalOf(inner.value) : "day";
  const values = detector === null ? 1 : historyNeeded(detector, interval);
  const observed = await observe(tenant, insight, config, { values }, deps, signal);
  const ongoing = "check_ongoing_interval" in config && config.check_ongoing_interval === true;
  if (detector !== null) return findAnomalies(observed, detector, ongoing);
  const { type, bounds } = row.threshold.configuration as {
    type: "absolute" | "percentage";
    bounds: { lower?: number | null; upper?: number | null };
  };
  const threshold = { type, lower: bounds.lower ?? null, upper: bounds.upper ?? null };
  const found = findBreaches(observed.watched, row.condition.type as Condition, threshold, ongoing);
  return { ...found, scores: [] };
}

/** Whether the newest value of anything watched is an anomaly. */
export function findAnomalies(
  { watched, interval }: Observed,
  detector: DetectorConfig,
  ongoing: boolean,
): Finding & { readonly scores: readonly (number | null)[] } {
  const looks = watched.flatMap(({ label, values }) => {
    const used = ongoing ? values : values.filter(({ complete }) => complete);
    const last = used.at(-1);
    if (!last) return [];
    const { scores, triggered } = detect(
      used.map(({ value }) => value),
      detector,
      interval,
    );
    const score = scores.at(-1) ?? null;
    const unusual = triggered.includes(used.length - 1);
    const text = `${label} is ${number(last.value)} (${last.label}), which is unusual (score ${(score ?? 1).toFixed(4)}).`;
    return [{ value: last.value, score, breach: unusual ? text : null }];
  });
  const broken = looks.filter(({ breach }) => breach !== null);
  return {
    value: (broken[0] ?? looks[0])?.value ?? null,
    breaches: broken.map(({ breach }) => breach!),
    scores: looks.map(({ score }) => score),
  };
}
