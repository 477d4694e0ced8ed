import { unwrapQuery } from "../insights/query/unwrap.ts";
import type { Alert, AlertInterval } from "./api.ts";

export type Watching = "absolute_value" | "relative_increase" | "relative_decrease" | "unusual";

/** An alert as the form edits it; bounds as people type them (20 for 20 %). */
export interface AlertDraft {
  readonly name: string;
  readonly watching: Watching;
  readonly percent: boolean;
  readonly lower: string;
  readonly upper: string;
  readonly series: string;
  readonly ongoing: boolean;
  readonly interval: AlertInterval;
  readonly skipWeekend: boolean;
  readonly users: readonly number[];
}

export const emptyDraft = (userId: number): AlertDraft => ({
  name: "",
  watching: "absolute_value",
  percent: false,
  lower: "",
  upper: "",
  series: "0",
  ongoing: false,
  interval: "daily",
  skipWeekend: false,
  users: [userId],
});

export function draftOf(alert: Alert): AlertDraft {
  const { type, bounds } = alert.threshold.configuration;
  const shown = (bound: number | null | undefined) =>
    bound == null ? "" : String(type === "percentage" ? Math.round(bound * 1e6) / 1e4 : bound);
  return {
    name: alert.name,
    watching: alert.detector_config ? "unusual" : alert.condition.type,
    percent: type === "percentage",
    lower: shown(bounds?.lower),
    upper: shown(bounds?.upper),
    series: String(alert.config.series_index ?? 0),
    ongoing: alert.config.check_ongoing_interval === true,
    interval: alert.calculation_interval,
    skipWeekend: alert.skip_weekend,
    users: alert.subscribed_users.map(({ id }) => id),
  };
}

/** The API's body; what the form doesn't know of an edited alert is kept. */
export function bodyOf(draft: AlertDraft, insightId: number, query: unknown, before: Alert | null): object {
  const unusual = draft.watching === "unusual";
  const percent = draft.percent && !unusual && draft.watching !== "absolute_value";
  const number = (text: string) => (text.trim() === "" ? null : Number(text) / (percent ? 100 : 1));
  const kind = unwrapQuery(query)?.kind;
  const config =
    kind === "HogQLQuery"
      ? (before?.config ?? { type: "HogQLAlertConfig", evaluation: "last_row" })
      : kind === "FunnelsQuery"
        ? (before?.config ?? { type: "FunnelsAlertConfig", metric: "conversion_from_start" })
        : {
            type: "TrendsAlertConfig",
            series_index: Number(draft.series),
            check_ongoing_interval: draft.ongoing,
          };
  return {
    insight: insightId,
    name: draft.name.trim(),
    subscribed_users: draft.users,
    condition: { type: unusual ? "absolute_value" : draft.watching },
    threshold: {
      configuration: {
        type: percent ? "percentage" : "absolute",
        bounds: unusual ? null : { lower: number(draft.lower), upper: number(draft.upper) },
      },
    },
    detector_config: unusual ? (before?.detector_config ?? { type: "seasonal" }) : null,
    config,
    calculation_interval: draft.interval,
    skip_weekend: draft.skipWeekend,
  };
}
