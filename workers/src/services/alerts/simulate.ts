import { detect, historyNeeded } from "@edgewise/core/alerts/anomaly/detect.ts";
import type { AlertConfig } from "@edgewise/core/alerts/types.ts";
import { intervalOf } from "@edgewise/core/insights/answers/series.ts";
import { unwrapQuery } from "@edgewise/core/insights/registry.ts";
import { innerKind } from "@edgewise/core/sharing/public-query.ts";
import type { RegionDeps } from "../../deps.ts";
import type { ProjectAccess } from "../../http/authorize.ts";
import { invalid } from "../../http/errors.ts";
import { requireInsight } from "../insights/find.ts";
import type { SimulationBody } from "./body.ts";
import { observe } from "./evaluate.ts";

/** What a detector would have said of an insight's past; keeps nothing. */
export async function simulate(
  access: ProjectAccess,
  body: SimulationBody,
  deps: RegionDeps,
  signal: AbortSignal,
) {
  const insight = await requireInsight(access, String(body.insight), deps);
  const inner = unwrapQuery(insight.query);
  const interval = inner.ok ? intervalOf(inner.value) : "day";
  const config: AlertConfig =
    (body.config as AlertConfig | null | undefined) ??
    (innerKind(insight.query) === "HogQLQuery"
      ? { type: "HogQLAlertConfig", evaluation: "last_row" }
      : { type: "TrendsAlertConfig", series_index: body.series_index });
  const history = body.date_from
    ? { from: body.date_from }
    : { values: historyNeeded(body.detector_config, interval) + 30 };
  const { watched } = await observe(access, insight, config, history, deps, signal);
  const [first] = watched;
  if (!first) throw invalid("insight", "The insight has no values to look at.");
  const used = first.values.filter(({ complete }) => complete);
  const data = used.map(({ value }) => value);
  const { scores, triggered } = detect(data, body.detector_config, interval);
  return {
    data,
    dates: used.map(({ label }) => label),
    scores: [...scores],
    triggered_indices: [...triggered],
    triggered_dates: triggered.map((at) => used[at]!.label),
    interval,
    total_points: data.length,
    anomaly_count: triggered.length,
  };
}
