import type { ApiMetric, MetricNode } from "./types.ts";

export type MetricKind = ApiMetric["metric_type"];
export type MetricRole = "primary" | "secondary" | "guardrail";

/** A metric while it is edited. */
export interface MetricDraft {
  /** Identity on the screen. */
  readonly id: string;
  readonly role: MetricRole;
  readonly kind: MetricKind;
  readonly name: string;
  /** Events: steps of a funnel; what is counted; numerator and denominator; start and return. */
  readonly nodes: readonly MetricNode[];
  readonly lowerIsBetter: boolean;
  /** Days after exposure; '' = as long as the experiment. */
  readonly windowDays: string;
  /** Return window in days. */
  readonly from: string;
  readonly to: string;
  /** Accepted harm in percent, for guardrails. */
  readonly margin: string;
  /** Cuts the highest values, in percent; '' = none. */
  readonly cap: string;
  /** The stored metric: what the editor doesn't show stays. */
  readonly rest: ApiMetric | null;
}

const NODES: Readonly<Record<MetricKind, number>> = { funnel: 1, mean: 1, ratio: 2, retention: 2 };

const node = (event = ""): MetricNode => ({ kind: "EventsNode", event });

export function newMetric(id: string, role: MetricRole, kind: MetricKind = "funnel"): MetricDraft {
  return {
    id,
    role,
    kind,
    name: "",
    nodes: Array.from({ length: NODES[kind] }, () => node()),
    lowerIsBetter: false,
    windowDays: "",
    from: "1",
    to: "7",
    margin: "0",
    cap: "",
    rest: null,
  };
}

/** The same metric as another kind: its events stay as far as there is a place for them. */
export function withKind(draft: MetricDraft, kind: MetricKind): MetricDraft {
  const nodes = Array.from({ length: NODES[kind] }, (_, index) => draft.nodes[index] ?? node());
  return {
    ...draft,
    kind,
    nodes: kind === "funnel" ? (draft.nodes.length > 0 ? draft.nodes : nodes) : nodes,
  };
}

const DAY_UNITS: Readonly<Record<string, number>> = { hour: 1 / 24, day: 1, week: 7, month: 30 };

export function fromMetric(metric: ApiMetric, role: MetricRole): MetricDraft {
  const { source, series, numerator, denominator, start_event: start, completion_event: completion } = metric;
  const nodes = [...(series ?? []), source, numerator, denominator, start, completion].filter(
    (one): one is MetricNode => one !== undefined,
  );
  const unit = DAY_UNITS[metric.conversion_window_unit ?? "hour"] ?? 1;
  const margin = typeof metric.guardrail === "object" ? metric.guardrail?.margin : undefined;
  return {
    id: metric.uuid ?? "",
    role: metric.guardrail ? "guardrail" : role,
    kind: metric.metric_type,
    name: metric.name ?? "",
    nodes,
    lowerIsBetter: metric.goal === "decrease",
    windowDays: metric.conversion_window ? String(metric.conversion_window * unit) : "",
    from: String(metric.retention_window_start ?? 1),
    to: String(metric.retention_window_end ?? 7),
    margin: String((margin ?? 0) * 100),
    cap: metric.upper_bound_percentile ? String(round((1 - metric.upper_bound_percentile) * 100)) : "",
    rest: metric,
  };
}

const round = (value: number): number => Math.round(value * 1e6) / 1e6;

/** What the API takes. */
export function toMetric(draft: MetricDraft): ApiMetric {
  const [first = node(), second = node()] = draft.nodes;
  const days = Number(draft.windowDays);
  const { conversion_window, conversion_window_unit, guardrail, upper_bound_percentile, ...kept } =
    draft.rest ?? {};
  const parts: Readonly<Record<MetricKind, Partial<ApiMetric>>> = {
    funnel: { series: draft.nodes },
    mean: { source: first },
    ratio: { numerator: first, denominator: second },
    retention: {
      start_event: first,
      completion_event: second,
      retention_window_start: Number(draft.from) || 0,
      retention_window_end: Number(draft.to) || 0,
      retention_window_unit: "day",
      start_handling: "first_seen",
    },
  };
  return {
    ...(draft.rest?.metric_type === draft.kind ? kept : {}),
    kind: "ExperimentMetric",
    metric_type: draft.kind,
    ...(draft.rest?.uuid ? { uuid: draft.rest.uuid } : {}),
    name: draft.name.trim(),
    ...parts[draft.kind],
    goal: draft.lowerIsBetter ? "decrease" : "increase",
    ...(days > 0 ? { conversion_window: Math.round(days * 24), conversion_window_unit: "hour" } : {}),
    ...(draft.kind === "mean" && Number(draft.cap) > 0
      ? { upper_bound_percentile: round(1 - Number(draft.cap) / 100) }
      : {}),
    ...(draft.role === "guardrail" ? { guardrail: { margin: (Number(draft.margin) || 0) / 100 } } : {}),
  };
}

/** What keeps a metric from being asked; null when nothing does. */
export function problemOf(draft: MetricDraft): string | null {
  if (draft.nodes.some(({ kind, event }) => kind === "EventsNode" && !event)) return "Choose the event.";
  const needsProperty = draft.nodes.find(({ math }) => math && ["sum", "avg", "min", "max"].includes(math));
  if (needsProperty && !needsProperty.math_property) return "Choose the property.";
  if (draft.kind === "retention" && Number(draft.to) < Number(draft.from))
    return "The return window ends before it starts.";
  return null;
}
