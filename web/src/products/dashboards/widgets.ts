import type { Verdict } from "@edgewise/core/experiments/verdict/decide.ts";
import { queryOptions } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import type { ExperimentStatus } from "@/products/experiments/types";

export type WidgetType = "activity_events_list" | "experiments_list" | "experiment_results";

/** A live list on a dashboard. */
export interface Widget {
  readonly widget_type: WidgetType;
  readonly name: string | null;
  readonly config: Readonly<Record<string, unknown>>;
}

export const WIDGETS: Readonly<Record<WidgetType, { readonly label: string; readonly hint: string }>> = {
  activity_events_list: { label: "Latest events", hint: "The newest events, all or of one name." },
  experiments_list: { label: "Experiments", hint: "Experiments and where they stand." },
  experiment_results: { label: "Results of an experiment", hint: "The verdict on each variant." },
};

/** What a list is called. */
export const widgetTitle = ({ name, widget_type }: Widget): string => name || WIDGETS[widget_type].label;

interface WidgetEvent {
  readonly uuid: string;
  readonly event: string;
  readonly timestamp: string;
  readonly person: string;
  readonly url: string | null;
}

export interface WidgetExperiment {
  readonly id: number;
  readonly name: string;
  readonly status: ExperimentStatus;
}

type WidgetResult =
  | { readonly events: readonly WidgetEvent[] }
  | { readonly experiments: readonly (WidgetExperiment & { readonly start_date: string | null })[] }
  | {
      readonly experiment: WidgetExperiment;
      readonly variants: readonly { readonly key: string; readonly verdict: Verdict }[];
    };

export interface WidgetRun {
  readonly result: WidgetResult | null;
  readonly error: { readonly message: string } | null;
}

/** What a live list shows now; asked again twice a minute while it is seen. */
export function widgetQuery(projectId: number, dashboardId: number, tileId: number) {
  return queryOptions({
    queryKey: ["dashboard-widget", projectId, dashboardId, tileId],
    refetchInterval: 30_000,
    queryFn: async ({ signal }) => {
      const path = `/api/projects/${projectId}/dashboards/${dashboardId}/run_widgets/?tile_ids=${tileId}`;
      const { results } = await api.get<{ results: readonly WidgetRun[] }>(path, signal);
      return results[0] ?? { result: null, error: null };
    },
  });
}
